/**
 * Does the lines of imports, a few at a time, on whichever process comes first: the user, and the invitation, whose code goes into the
 * outbox where a service takes codes. Each of these is written down in the transaction that does it, so that a process that dies leaves the rest to the next one,
 * and nobody is added or invited twice. All is done in the name of who began the import, who must still be allowed to.
 */
import type { UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { mailInvitation } from "../notice/mail-invitation.ts";
import { type Caller, operatorAtCommandLine, recordOf } from "../people/caller.ts";
import { codeChannelOf } from "../people/code-channel.ts";
import { holdCompany, holdUser } from "../people/hold.ts";
import { inviteUser } from "../people/invite-user.ts";
import { insertUser } from "../people/users.ts";
import {
  type ClaimedLine,
  claimLines,
  deleteOldImports,
  endDoneImports,
  holdLine,
  mostAttempts,
  requireRunning,
  stopImport,
  updateLine,
} from "./import-store.ts";

/** Taken at once, and done side by side: a key takes a core for a moment, and sign-ins need theirs. */
const mostAtOnce = 8;
const lanes = 2;
/** A process that has not done a line by then is taken for dead. */
const leaseSeconds = 120;
const keptSeconds = 30 * 86_400;

export class Importer {
  readonly #context: Context;
  /** Whether the operator's service brings the codes, or who began an import takes them along. */
  readonly #byService: boolean;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(context: Context) {
    this.#context = context;
    this.#byService = codeChannelOf(context.config) !== undefined;
  }

  start(everyMilliseconds: number): void {
    this.#timer = setInterval(() => {
      if (this.#running) return;
      this.importNow().catch((error: unknown) =>
        this.#context.log.error({ err: error }, "users could not be imported"),
      );
    }, everyMilliseconds).unref();
  }

  /** When it resolves, every line that waited has been tried once. */
  async importNow(): Promise<void> {
    this.#running ??= this.#importAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #importAll(): Promise<void> {
    const { database, clock } = this.#context;
    let claimed: number;
    do {
      const at = clock.now();
      const due = { at, until: later(at, leaseSeconds), most: mostAtOnce };
      const lines = await claimLines(database.kysely, due);
      claimed = lines.length;
      const waiting = lines.values();
      await Promise.all(Array.from({ length: lanes }, () => this.#doAll(waiting)));
    } while (claimed > 0);
    await endDoneImports(database.kysely, clock.now());
  }

  async #doAll(lines: Iterable<ClaimedLine>): Promise<void> {
    for (const line of lines) {
      await this.#do(line).catch((error: unknown) =>
        this.#context.log.error({ err: error }, "a line of an import could not be done; it is tried again"),
      );
    }
  }

  async #do(line: ClaimedLine): Promise<void> {
    const { database, clock } = this.#context;
    try {
      const caller = await this.#callerOf(line);
      const user = await this.#ensureUser(line, caller);
      await this.#ensureInvited(line, caller, user);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // The user was removed meanwhile: that line alone is left.
      if (error.code === "already_decided")
        await updateLine(database.kysely, line, { attempts: mostAttempts, claimed_until: null });
      else await stopImport(database.kysely, line.import_id, clock.now());
    }
  }

  /** As they stand now; the acts look at their row and their phone's under lock. */
  async #callerOf({ by, via, device }: ClaimedLine): Promise<Caller> {
    if (by === null) return operatorAtCommandLine;
    const row = await this.#context.database.kysely
      .selectFrom("users")
      .select(["id as user", "company_id as company", "role", "organization"])
      .where("id", "=", by)
      .executeTakeFirstOrThrow();
    return { ...row, via: via as Caller["via"], ...(device !== null && { device }) };
  }

  #ensureUser(line: ClaimedLine, caller: Caller): Promise<UserId> {
    const { database, clock } = this.#context;
    const { company, name, mail, language, reference, functions: features } = line;
    return database.kysely.transaction().execute(async (transaction) => {
      await holdCompany(transaction, caller, { act: "user.create", company });
      await requireRunning(transaction, line);
      const { user } = await holdLine(transaction, line);
      if (user !== null) return user;
      const added = { name, role: "user", at: clock.now(), ...recordOf(caller) } as const;
      const created = await insertUser(transaction, {
        ...{ ...added, company, mail: mail ?? undefined, language: language ?? undefined, features },
        reference: reference ?? undefined,
      });
      await updateLine(transaction, line, { user_id: created });
      return created;
    });
  }

  async #ensureInvited(line: ClaimedLine, caller: Caller, user: UserId): Promise<void> {
    const { config, clock, database } = this.#context;
    const { activation } = await database.kysely
      .transaction()
      .execute((transaction) => holdLine(transaction, line));
    if (activation !== null) return;
    let mailed = false;
    await inviteUser(this.#context, {
      ...{ user, device: caller.device, byService: this.#byService },
      ...recordOf(caller),
      hold: async (transaction) => {
        await holdCompany(transaction, caller, { act: "user.create", company: line.company });
        await requireRunning(transaction, line);
        const { activation: meanwhile } = await holdLine(transaction, line);
        if (meanwhile !== null) throw new Error("Another process was first to invite.");
        const { mail } = await holdUser(transaction, caller, { act: "invitation.send", user });
        mailed = mail && config.mail !== undefined;
      },
      send: async (transaction, sent) => {
        const handed = this.#byService && { handed_at: clock.now() };
        await updateLine(transaction, line, { activation_id: sent.activation, ...handed });
        if (mailed) await mailInvitation(transaction, { user, at: clock.now(), ...sent });
      },
    });
  }
}

export async function sweepImports({ database, clock }: Context): Promise<void> {
  await deleteOldImports(database.kysely, later(clock.now(), -keptSeconds));
}
