/** Lines as a file (RFC 4180): UTF-8 with its mark, every field quoted, none of it a formula. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map((fields) => `${fields.map(quoted).join(",")}\r\n`).join("")}`;
}

/** Where spreadsheets take a semicolon for the end of a field, what follows one in ours is a beginning too. */
function quoted(field: string): string {
  const text = field.replaceAll(/(^|[;\t])(?=[" ]*[=+\-@\t\r\n])/g, "$1'");
  return `"${text.replaceAll('"', '""')}"`;
}
