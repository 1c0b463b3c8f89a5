/**
 * What takes two people, done at the command line: at once, by the same rules, with the same notices, and on record as the command line's.
 * Who stands at the server's machine has its database and its keys before them, and is nobody's second person (decision 25).
 */
import type { CompanyId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Noted, Proposed } from "@mtoken/protocol/people";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { type Caller, recordOf } from "../people/caller.ts";
import { holdParties } from "../people/hold.ts";
import { carryOut } from "./carry-out.ts";

/** What is asked for, by who has found it within the caller's reach and holds its company. */
export interface Wanted {
  company: CompanyId;
  /** Whom it is about, where it is about somebody who is there. */
  subject?: UserId;
  content: Proposed;
}

/** For the command line alone: people propose, and another one confirms. */
export async function actAlone(
  context: Context,
  caller: Caller,
  { note, want }: Noted & { want: (transaction: Transaction) => Promise<Wanted> },
): Promise<void> {
  if (caller.via !== "command-line") throw new ProtocolError("not_allowed");
  const at = context.clock.now();
  const topics = await context.database.kysely.transaction().execute(async (transaction) => {
    const { company, subject, content } = await want(transaction);
    const others = subject === undefined ? [] : [subject];
    const parties = await holdParties(transaction, caller, { act: content.kind, company, others });
    const about = subject === undefined ? undefined : parties.get(subject);
    const facts = { note, ...recordOf(caller) };
    const told = await carryOut(context, transaction, { company, content, subject: about, facts, at });
    if (told === undefined) throw new ProtocolError("already_decided");
    return told;
  });
  for (const topic of topics) context.events.publish(topic);
}
