/** Lines as a file (RFC 4180): UTF-8 with its mark, every field quoted, none of it a formula. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map((fields) => `${fields.map(quoted).join(",")}\r\n`).join("")}`;
}

function quoted(field: string): string {
  const text = /^[=+\-@\t\r\n]/.test(field) ? `'${field}` : field;
  return `"${text.replaceAll('"', '""')}"`;
}
