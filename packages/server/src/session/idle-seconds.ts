/** How long a session lasts without activity at most (docs/protocol.md §6), in seconds: a company may have it end sooner. */
export const longestIdleSeconds = 5 * 60;
