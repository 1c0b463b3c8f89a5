/** `notices.list` and `notices.read` (docs/protocol.md §6): a user's inbox, and how far it was read. */
import type { Notice, Params, Result, UserId } from "@mtoken/protocol";
import { noticesAtOnce, ProtocolError } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { findNotices, type ListedNotice, markRead, unreadQuery } from "./store.ts";

export async function listNotices(
  { database }: Context,
  user: UserId,
  { before }: Params<"notices.list">,
): Promise<Result<"notices.list">> {
  const rows = await findNotices(database.kysely, { user, before });
  // Also for a notice of somebody else's: as if it had never been.
  if (before !== undefined && rows.length === 0) throw new ProtocolError("not_found");
  return { notices: rows.slice(0, noticesAtOnce).map(noticeOf), more: rows.length > noticesAtOnce };
}

export async function readNotices(
  { database, clock }: Context,
  user: UserId,
  { until }: Params<"notices.read">,
): Promise<Result<"notices.read">> {
  const isThere = await markRead(database.kysely, { user, until, at: clock.now() });
  if (!isThere) throw new ProtocolError("not_found");
  return { unread: await countUnread({ database }, user) };
}

async function countUnread({ database }: Pick<Context, "database">, user: UserId): Promise<number> {
  return (await unreadQuery({ user }).first(database.kysely))?.unread ?? 0;
}

function noticeOf({ id, kind, at, read_at, data, about_id, about_name }: ListedNotice): Notice {
  const about = about_id !== null && about_name !== null ? { id: about_id, name: about_name } : null;
  return { notice: id, kind, at: toNumericDate(at), read: read_at !== null, about, data };
}
