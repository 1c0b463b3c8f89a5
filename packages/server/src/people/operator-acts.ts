/** What the operator's officers propose about the operator itself: people of their own, and keys. */
import type { MadeProposal, Noted, Proposed } from "@mtoken/protocol/people";
import type { Context } from "../context.ts";
import { propose } from "../proposal/propose.ts";
import type { Caller } from "./caller.ts";
import { holdCompany } from "./hold.ts";

type Acting = Pick<Context, "database" | "clock">;
type OfKind<Kind extends Proposed["kind"]> = Omit<Extract<Proposed, { kind: Kind }>, "kind">;

export function proposeStaff(
  context: Acting,
  caller: Caller,
  { note, ...person }: Noted & OfKind<"staff.create">,
): Promise<MadeProposal> {
  return proposeOwn(context, caller, { content: { kind: "staff.create", ...person }, note });
}

/** An identity key that begins to sign at a time, or as soon as somebody confirms it. */
export function proposeKey(
  context: Acting,
  caller: Caller,
  { note, begins }: Noted & { begins?: number },
): Promise<MadeProposal> {
  const content = { kind: "operator-keys.rotate", begins: begins ?? null } as const;
  return proposeOwn(context, caller, { content, note });
}

/** Whoever reaches the operator is of it. */
function proposeOwn(
  { database, clock }: Acting,
  caller: Caller,
  { content, note }: { content: Proposed; note: string | undefined },
): Promise<MadeProposal> {
  const at = clock.now();
  const { company } = caller;
  return database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: content.kind, company });
    return propose(transaction, caller, { company, content, note, at });
  });
}
