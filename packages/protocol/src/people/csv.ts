/** Files for spreadsheets (RFC 4180): every field quoted, and none of it a formula. */

/** Comes first: spreadsheets take a file without the mark of UTF-8 for something older. */
export const csvMark = "\ufeff";

export function csvLine(fields: readonly string[]): string {
  return `${fields.map(quoted).join(",")}\r\n`;
}

/**
 * `=`, `+`, `-` and `@` at the beginning make spreadsheets calculate, in some countries their full-width forms too. Where they write
 * decimals with a comma they take a semicolon for the end of a field, in the midst of ours too, and the end of a line for that of a row:
 * what follows is another beginning.
 */
function quoted(field: string): string {
  const text = field.replaceAll(/(^|[;\t\r\n])(?=[" ]*[=+\-@＝＋－＠])/g, "$1'");
  return `"${text.replaceAll('"', '""')}"`;
}
