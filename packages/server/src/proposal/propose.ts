/** Making a proposal (four eyes): what is asked for is put down, and changes nothing until another person confirms it. */
import type { CompanyId, UserId } from "@mtoken/protocol";
import { newProposalId, ProtocolError } from "@mtoken/protocol";
import type { MadeProposal, Proposed } from "@mtoken/protocol/people";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Transaction } from "../database/database.ts";
import { type Caller, recordOf, requirePerson } from "../people/caller.ts";
import { countMade, countOpen, insertProposal } from "./store.ts";
import { tellConfirmers } from "./tell-proposal.ts";

/** Long enough for a weekend, short enough that whoever confirms still knows what it was about. */
const openSeconds = 72 * 3600;
/** Of one author at a time, so that nobody buries what matters. */
const mostOpen = 20;
/** To one company, whatever became of it: those who could confirm are told of each. */
const mostADay = 25;
const daySeconds = 86_400;

export interface Propose {
  company: CompanyId;
  /** Whom it is about, where it is about somebody who is there. */
  subject?: UserId;
  content: Proposed;
  note: string | undefined;
  at: Date;
}

/** For who holds the company and the caller, and has found the act within the caller's reach. */
export async function propose(
  transaction: Transaction,
  caller: Caller,
  { company, subject, content, note, at }: Propose,
): Promise<MadeProposal> {
  requirePerson(caller);
  if ((await countOpen(transaction, caller.user)) >= mostOpen) throw new ProtocolError("rate_limited");
  const made = { by: caller.user, company, since: later(at, -daySeconds) };
  if ((await countMade(transaction, made)) >= mostADay) throw new ProtocolError("rate_limited");
  const id = newProposalId();
  const expiresAt = later(at, openSeconds);
  await insertProposal(transaction, {
    ...{ id, company, subject: subject ?? null, content, note, by: caller.user, at, expiresAt },
    ...{ via: caller.via, device: caller.device },
  });
  await recordAudit(transaction, at, {
    ...{ kind: "proposal.created", company, proposal: id, act: content.kind, user: subject, note },
    ...recordOf(caller),
  });
  await tellConfirmers(transaction, { proposal: id, at });
  return { proposal: id, expires: toNumericDate(expiresAt) };
}
