/**
 * Versions of the app that the operator has withdrawn (M13): refused at every handshake, and what they have open ends. The
 * phone takes nothing else from it than to update: it says nothing of the device, and nothing is wiped for it.
 */
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { tellUsersOf } from "../notice/write-notice.ts";
import { OperatorError } from "../operator-error.ts";
import {
  deleteWithdrawn,
  endSessionsOf,
  findWithdrawn,
  insertWithdrawn,
  listUsed,
  listWithdrawn,
} from "./store.ts";

export interface WithdrawApp {
  /** `{name}/{version}`, as message 1 says it. */
  app: string;
  /** Why; it goes on the record. */
  reason: string;
  by: string;
}

/** Gives back how many sessions ended with it. Throws OperatorError when it was withdrawn before. */
export function withdrawApp(
  { database, clock }: Pick<Context, "database" | "clock">,
  { app, reason, by }: WithdrawApp,
): Promise<{ ended: number }> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    if (!(await insertWithdrawn(transaction, { app, reason, withdrawn_at: at })))
      throw new OperatorError(`${app} is withdrawn already.`);
    const ended = await endSessionsOf(transaction, app);
    await tellUsersOf(transaction, { app, at });
    await recordAudit(transaction, at, { kind: "app.withdrawn", app, reason, by, ended });
    return { ended };
  });
}

/** Takes the withdrawal back. Throws OperatorError when there is none. */
export async function allowApp(
  { database, clock }: Pick<Context, "database" | "clock">,
  { app, by }: Pick<WithdrawApp, "app" | "by">,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    if (!(await deleteWithdrawn(transaction, app)))
      throw new OperatorError(`${app} is not withdrawn: mtoken app list shows what is.`);
    await recordAudit(transaction, at, { kind: "app.allowed", app, by });
  });
}

export interface ListedApp {
  app: string;
  /** How many live devices used it last. */
  devices: number;
  withdrawn?: { at: string; reason: string };
}

/** What phones use, and what is withdrawn: versions and numbers, and nothing about anybody (M24). */
export async function listApps({ database }: Pick<Context, "database">): Promise<ListedApp[]> {
  const rows = await listUsed(database.kysely);
  return rows.map(({ app, devices, reason, withdrawn_at }) => ({
    ...{ app, devices },
    ...(withdrawn_at && { withdrawn: { at: withdrawn_at.toISOString(), reason: reason ?? "" } }),
  }));
}

/** For `/configuration.json`. */
export function withdrawnApps({ database }: Pick<Context, "database">): Promise<string[]> {
  return listWithdrawn(database.kysely);
}

/** Asked when a statement has opened nothing: whether that was for the app. */
export function isWithdrawn({ database }: Pick<Context, "database">, app: string | null): Promise<boolean> {
  return findWithdrawn(database.kysely, app);
}
