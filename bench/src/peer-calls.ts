/** What the bench asks of the peer's process. */

export interface PeerCalls {
  /** Serves on that database, with that many users; gives the address, and the peer's version. */
  start: (params: { databaseUrl: string; users: number }) => Promise<{ address: string; version: string }>;
  /** CPU of the process with all its threads, in milliseconds. */
  cpu: () => Promise<number>;
  stop: () => Promise<void>;
}

/** Who signs in at the peer. */
export function peerUser(index: number): { name: string; email: string; password: string } {
  return { name: `Bench ${index}`, email: `bench-${index}@example.com`, password: `correct horse ${index}` };
}
