/** Registration codes as a file (RFC 4180) with the columns of the one that they come of, UTF-8 with its mark, no field of it a formula. */
import type { ImportCodes } from "@mtoken/protocol/people";

export function csvOfCodes(items: ImportCodes["items"]): string {
  const rows = items.map(({ user, mail, code, link, expires }) => [
    ...[user.name, mail ?? "", code, link ?? "", new Date(expires * 1000).toISOString(), user.id],
  ]);
  const lines = [["name", "mail", "code", "link", "until", "id"], ...rows].map(
    (fields) => `${fields.map(quoted).join(",")}\r\n`,
  );
  return `\ufeff${lines.join("")}`;
}

function quoted(field: string): string {
  const text = /^[=+\-@\t\r\n]/.test(field) ? `'${field}` : field;
  return `"${text.replaceAll('"', '""')}"`;
}
