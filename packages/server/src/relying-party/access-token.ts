/** Bearer tokens of relying parties (RFC 6750): random, ten minutes long, in the database only as a hash. */
import { hash, randomBytes } from "node:crypto";
import type { ClientId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { findAccessToken, insertAccessToken } from "./token-store.ts";

export const tokenSeconds = 600;

const header = /^Bearer ([A-Za-z0-9_-]{43})$/i;

export async function issueAccessToken({ database, clock }: Context, client: ClientId): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = later(clock.now(), tokenSeconds);
  await insertAccessToken(database.kysely, { hash: hashOf(token), client, expiresAt });
  return token;
}

export interface Caller {
  client: ClientId;
  /** When the token ends; an open stream ends with it. */
  expiresAt: Date;
}

/** Who calls, by the `Authorization` header. */
export async function authenticate(
  { database, clock }: Context,
  authorization: string | undefined,
): Promise<Caller> {
  const token = header.exec(authorization ?? "")?.[1];
  if (token === undefined) throw new ProtocolError("client_refused");
  const caller = await findAccessToken(database.kysely, { hash: hashOf(token), at: clock.now() });
  if (caller === undefined) throw new ProtocolError("client_refused");
  return caller;
}

/** 256 random bits need no slow hash. */
function hashOf(token: string): Buffer {
  return hash("sha512", token, "buffer");
}
