/**
 * Sessions that this process has opened or read lately. What never changes in a session's row (its sealed keys, its device, its
 * purpose) need not be read for each call; whether it still stands is for the statement that counts the call, which asks the
 * database every time.
 */
import type { HandshakeId } from "@mtoken/protocol";
import type { Database } from "../database/database.ts";
import type { SessionRow } from "./store.ts";

/** Some kilobytes each. */
const most = 2000;

/** What of a session's row never changes, and what it told, which other processes may know better. */
export type OpenedSession = Omit<SessionRow, "seq" | "used_at">;

const recent = new WeakMap<Database, Map<HandshakeId, OpenedSession>>();

export function recall(database: Database, id: HandshakeId): OpenedSession | undefined {
  return recent.get(database)?.get(id);
}

/** The oldest gives way. */
export function remember(database: Database, session: OpenedSession): void {
  const known = recent.get(database) ?? new Map<HandshakeId, OpenedSession>();
  recent.set(database, known);
  const [oldest] = known.keys();
  if (known.size >= most && oldest !== undefined) known.delete(oldest);
  known.set(session.id, session);
}

export function forget(database: Database, id: HandshakeId): void {
  recent.get(database)?.delete(id);
}
