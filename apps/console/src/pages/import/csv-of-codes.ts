/** Registration codes as a file, with the columns of the one that they come of. */
import type { ImportCodes } from "@mtoken/protocol/people";
import { csvOf } from "./csv-of.ts";

export function csvOfCodes(items: ImportCodes["items"]): string {
  const rows = items.map(({ user, mail, code, link, expires }) => [
    ...[user.name, mail ?? "", code, link ?? "", new Date(expires * 1000).toISOString(), user.id],
  ]);
  return csvOf([["name", "mail", "code", "link", "until", "id"], ...rows]);
}
