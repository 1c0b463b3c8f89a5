/** Lines as a file to save. */
import { csvLine, csvMark } from "@mtoken/protocol/people";

export function csvOf(lines: readonly (readonly string[])[]): string {
  return `${csvMark}${lines.map(csvLine).join("")}`;
}
