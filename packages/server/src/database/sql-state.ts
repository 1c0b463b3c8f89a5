/** PostgreSQL's five-character error codes, which both engines' errors carry. */
export const uniqueViolation = "23505";

export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** Whether it tells of one statement, and not of a connection that is lost (classes 08 and 57P) or was not to be had. */
export function isStatementError(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && !state.startsWith("08") && !state.startsWith("57P");
}

/**
 * Whether the connection holds other statements than were prepared on it: a table has other columns by now (0A000), or
 * somebody let go of them (26000). Only a new connection prepares them anew.
 */
export function isPreparedOutdated(error: unknown): boolean {
  const state = sqlState(error);
  return state === "0A000" || state === "26000";
}
