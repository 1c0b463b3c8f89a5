/** Lines of an import as a file that can be imported. */
import type { ImportedUser } from "@mtoken/protocol/people";
import { importColumns } from "@mtoken/protocol/people";
import { csvOf } from "./csv-of.ts";

type Line = Pick<ImportedUser, "name" | "mail" | "language" | "functions">;

export function csvOfLines(lines: readonly Line[]): string {
  const rows = lines.map((line) =>
    importColumns.map((column) =>
      // Without a function it is mToken only, and not what an empty field means.
      column === "functions" ? line.functions.join(" ") || "mtoken" : (line[column] ?? ""),
    ),
  );
  return csvOf([importColumns, ...rows]);
}
