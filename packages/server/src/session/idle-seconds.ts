/** How long a session lasts without activity (docs/protocol.md §6), in seconds. */
export const idleSeconds = 5 * 60;
