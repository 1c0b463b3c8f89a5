/** Computers in the database: each browser that showed a QR code, by its key; and how it stands to each user. */
import type { CompanyId, ComputerId, DeviceId, RsaPublicJwk, UserId } from "@mtoken/protocol";
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { later } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";
import type { ComputerStatus, ComputersTable, UserComputersTable } from "../database/tables.ts";

export interface SeenComputer {
  id: ComputerId;
  key: RsaPublicJwk;
  description: string;
  at: Date;
}

type Seen = Given<Omit<SeenComputer, "key"> & { key: string }>;

const computerInsert = prepare((queries, { id, key, description, at }: Seen) =>
  queries
    .insertInto("computers")
    .values({ id, computer_key: key, description, created_at: at, used_at: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ description, used_at: at })),
);

/** The id is the key's thumbprint, so a computer that is there already has this very key. */
export async function saveComputer(transaction: Transaction, computer: SeenComputer): Promise<void> {
  await sendWithNext(transaction, computerInsert({ ...computer, key: JSON.stringify(computer.key) }));
}

/** How a computer stands to a user; undefined or all null for a stranger. */
export type Standing = { status: ComputerStatus | null; expires_at: Date | null } | undefined;

export interface OfUser {
  user: UserId;
  computer: ComputerId;
}

export const standingQuery = prepare((queries, { user, computer }: Given<OfUser>) =>
  queries
    .selectFrom("user_computers")
    .select(["status", "expires_at"])
    .where("user_id", "=", user)
    .where("computer_id", "=", computer),
);

function stands(standing: Standing, as: ComputerStatus, at: Date): boolean {
  return standing?.status === as && standing.expires_at !== null && at < standing.expires_at;
}

/** Enrolled by the user, or let in by an administrator, and used since. */
export function isKnown(standing: Standing, at: Date): boolean {
  return stands(standing, "known", at);
}

/** The user said of a sign-in on it: this wasn't me (freeze/). Or an administrator did not want it. */
export function isRefused(standing: Standing, at: Date): boolean {
  return stands(standing, "refused", at);
}

/** So long a computer stays known that nobody uses. */
export function knownUntil({ knownComputerDays }: Pick<Config, "knownComputerDays">, at: Date): Date {
  return later(at, knownComputerDays * 86_400);
}

/** What the cookie of a computer's browser is compared with. */
export type KeptCookie = Pick<Selectable<ComputersTable>, "cookie" | "next_cookie" | "next_cookie_at">;

const cookieColumns = ["c.cookie", "c.next_cookie", "c.next_cookie_at"] as const;

/**
 * Held as a browser begins: what its cookie is compared with, and whether anybody knows the computer. No row of one that was
 * never seen.
 */
export const computerLock = prepare((queries, { computer, at }: Given<{ computer: ComputerId; at: Date }>) =>
  queries
    .selectFrom("computers as c")
    .select(cookieColumns)
    .select((is) =>
      is
        .exists(
          is
            .selectFrom("user_computers")
            .select("computer_id")
            .where("computer_id", "=", computer)
            .where("status", "=", "known")
            .where("expires_at", ">", at),
        )
        .as("known"),
    )
    .where("c.id", "=", computer)
    .forNoKeyUpdate(),
);

/** The same as it redeems, with how it stands to the user whose device has approved. */
export const redeemingLock = prepare(
  (queries, { request, computer }: Given<{ request: string; computer: ComputerId }>) =>
    queries
      .selectFrom("computers as c")
      .leftJoin("user_computers as u", (join) =>
        join
          .onRef("u.computer_id", "=", "c.id")
          .on("u.user_id", "=", sql<UserId>`(select user_id from requests where id = ${request})`),
      )
      .select(cookieColumns)
      .select(["c.description", "u.status", "u.expires_at"])
      .where("c.id", "=", computer)
      .forNoKeyUpdate("c"),
);

/** For who holds the computer's row. */
export async function keepCookie(
  transaction: Transaction,
  { computer, ...kept }: { computer: ComputerId } & Partial<KeptCookie>,
): Promise<void> {
  await sendWithNext(transaction, transaction.updateTable("computers").set(kept).where("id", "=", computer));
}

export type NewStanding = Pick<Selectable<UserComputersTable>, "status"> &
  OfUser & {
    company: CompanyId;
    at: Date;
    expiresAt: Date;
    /** What a phone has enrolled it by. */
    signed?: { enrolment: string; approval: string };
  };

/** In the place of how it stood before. */
export async function setStanding(transaction: Transaction, standing: NewStanding): Promise<void> {
  const { user, computer, company, status, at, expiresAt, signed } = standing;
  const values = {
    ...{ company_id: company, status, since: at, expires_at: expiresAt },
    used_at: status === "known" ? at : null,
    ...{ enrolment: signed?.enrolment ?? null, approval: signed?.approval ?? null },
  };
  await sendWithNext(
    transaction,
    transaction
      .insertInto("user_computers")
      .values({ user_id: user, computer_id: computer, ...values })
      .onConflict((conflict) => conflict.columns(["user_id", "computer_id"]).doUpdateSet(values)),
  );
}

/** A sign-in on it: it stays known for as long again. */
export async function renewKnown(
  transaction: Transaction,
  { user, computer, at, expiresAt }: OfUser & { at: Date; expiresAt: Date },
): Promise<void> {
  const update = transaction
    .updateTable("user_computers")
    .set({ used_at: at, expires_at: expiresAt })
    .where("user_id", "=", user)
    .where("computer_id", "=", computer)
    .where("status", "=", "known");
  await sendWithNext(transaction, update);
}

/** Ends how the computer stands to the user, if it stands like one of these, and what its user is asked about it. False when it does not. */
export async function endStanding(
  transaction: Transaction,
  { user, computer, from, at }: OfUser & { from: readonly ComputerStatus[]; at: Date },
): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom("user_computers")
    .where("user_id", "=", user)
    .where("computer_id", "=", computer)
    .where("status", "in", from)
    .where("expires_at", ">", at)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  const asked = transaction
    .deleteFrom("enrolments")
    .where("user_id", "=", user)
    .where("computer_id", "=", computer);
  await sendWithNext(transaction, asked);
  return true;
}

/** What an enrolment or an administrator's word was about is gone: of all users, but for refusals. Who knew it, is told. */
export async function forgetComputer(
  transaction: Transaction,
  computer: ComputerId,
): Promise<{ user: UserId; company: CompanyId; status: ComputerStatus }[]> {
  await sendWithNext(transaction, transaction.deleteFrom("enrolments").where("computer_id", "=", computer));
  return transaction
    .deleteFrom("user_computers")
    .where("computer_id", "=", computer)
    .where("status", "in", ["known", "waiting"])
    .returning(["user_id as user", "company_id as company", "status"])
    .execute();
}

/** No longer refused: to this user, or to all. How many there were. */
export async function endRefusals(
  transaction: Transaction,
  { computer, user, at }: { computer: ComputerId; user?: UserId; at: Date },
): Promise<number> {
  const refused = transaction
    .deleteFrom("user_computers")
    .where("computer_id", "=", computer)
    .where("status", "=", "refused")
    .where("expires_at", ">", at);
  const ended = user === undefined ? refused : refused.where("user_id", "=", user);
  const { numDeletedRows } = await ended.executeTakeFirst();
  return Number(numDeletedRows);
}

/** The newest enrolment that this device is asked to confirm. */
export const askedQuery = prepare((queries, { device, at }: Given<{ device: DeviceId; at: Date }>) =>
  queries
    .selectFrom("enrolments")
    .select("statement")
    .where("device_id", "=", device)
    .where("expires_at", ">", at)
    .orderBy("created_at", "desc")
    .limit(1),
);
