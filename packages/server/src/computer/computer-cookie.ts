/**
 * The cookie that tells a browser from a copy of it (docs/protocol.md §8): it rotates at each sign-in. The browser may come back
 * with the present value or with the one that it was given last, which retires the present one; so a lost answer strands nobody.
 * Any other value is an older one: of two browsers that hold one key, the other has gone on. A browser that was never given a value
 * has none, which is a value as well.
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { type ComputerId, type RequestId, tuple } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { forgetComputer, type KeptCookie, keepCookie } from "./store.ts";

/** 400 days are the most that browsers keep one. */
export const computerCookie = {
  name: "__Host-mtoken-computer",
  options: { path: "/", secure: true, httpOnly: true, sameSite: "strict", maxAge: 400 * 86_400 },
} as const;

/** What a browser sends, in whatever form; undefined for none. */
export function readComputerCookie(
  cookies: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return cookies[computerCookie.name]?.slice(0, 64);
}

/** What the browser is told about its cookie: a value, null to delete it, or undefined to leave it. */
export type CookieAnswer = string | null | undefined;

/** Two tabs may redeem within moments: the second one is given nothing, since the first one's value is on its way. */
const underWayMilliseconds = 60_000;

const nothing: KeptCookie = { cookie: null, next_cookie: null, next_cookie_at: null };

interface Presented {
  computer: ComputerId;
  /** What the browser's cookie holds. */
  value: string | undefined;
  /** Undefined of a computer that was never seen. */
  kept: KeptCookie | undefined;
  description: string;
  at: Date;
}

interface TakenCookie {
  /** What holds from now on. */
  kept: KeptCookie;
  /** The browser is not the one that was known, and nobody knows this computer any more. */
  lost: boolean;
  /** Sign-ins on it that ended with that. */
  over: RequestId[];
}

/**
 * For who holds the computer's row, and has verified that its key is there.
 */
export async function takeCookie(transaction: Transaction, presented: Presented): Promise<TakenCookie> {
  const { computer, value, kept = nothing } = presented;
  const brought = value === undefined ? null : cookieHash(computer, value);
  if (isSame(brought, kept.cookie)) return { kept, lost: false, over: [] };
  if (brought !== null && isSame(brought, kept.next_cookie)) {
    const acknowledged = { ...nothing, cookie: brought };
    await keepCookie(transaction, { computer, ...acknowledged });
    return { kept: acknowledged, lost: false, over: [] };
  }
  return { kept: nothing, lost: true, over: await forget(transaction, presented) };
}

/** What the browser is given as it redeems; undefined where it is given nothing. */
export async function rotateCookie(
  transaction: Transaction,
  { computer, kept, at }: { computer: ComputerId; kept: KeptCookie; at: Date },
): Promise<string | undefined> {
  const { next_cookie_at: since } = kept;
  if (since !== null && at.getTime() - since.getTime() < underWayMilliseconds) return undefined;
  const value = randomBytes(32).toString("base64url");
  await keepCookie(transaction, {
    ...{ computer, next_cookie: cookieHash(computer, value), next_cookie_at: at },
  });
  return value;
}

/** Without a cookie its browser's data was deleted: that is nobody's harm. With an old one it was copied, or put back. */
async function forget(
  transaction: Transaction,
  { computer, value, description, at }: Presented,
): Promise<RequestId[]> {
  await keepCookie(transaction, { computer, ...nothing });
  const copied = value !== undefined;
  for (const { user, company, status } of await forgetComputer(transaction, computer)) {
    const kind = copied ? "computer.copied" : "computer.lost";
    await recordAudit(transaction, at, { kind, company, user, computer, was: status });
    if (copied && status === "known")
      await writeNotice(transaction, {
        kind: "computer.copied",
        data: { computer, description },
        user,
        company,
        at,
      });
  }
  return endSignedIn(transaction, {
    of: { computer },
    reason: copied ? "computer-copied" : "computer-lost",
    at,
  });
}

/** Bound to the computer: no value of one is another's. */
function cookieHash(computer: ComputerId, value: string): Buffer {
  return hash("sha512", tuple("mtoken-1/computer", computer, value), "buffer");
}

function isSame(brought: Buffer | null, kept: Buffer | null): boolean {
  if (brought === null || kept === null) return brought === kept;
  return brought.length === kept.length && timingSafeEqual(brought, kept);
}
