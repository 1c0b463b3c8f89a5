/** PostgreSQL's five-character error codes, which both engines' errors carry. */
export const uniqueViolation = "23505";
/** A table has other columns than when a statement was prepared: only a new connection prepares it anew. */
export const cachedPlanOutdated = "0A000";

export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
