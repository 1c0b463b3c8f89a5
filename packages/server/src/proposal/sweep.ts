/** Writes down which proposals nobody has decided in time. No rule waits for it: each looks at the clock itself. */
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { expireProposals } from "./store.ts";
import { tellAuthor } from "./tell-proposal.ts";

const mostAtOnce = 100;

export async function sweepProposals({
  database,
  clock,
}: Pick<Context, "database" | "clock">): Promise<void> {
  const at = clock.now();
  let expired: number;
  do {
    expired = await database.kysely.transaction().execute(async (transaction) => {
      const over = await expireProposals(transaction, { at, most: mostAtOnce });
      for (const { id, company_id: company, proposed_by, kind: act } of over) {
        await recordAudit(transaction, at, {
          kind: "proposal.expired",
          company,
          proposal: id,
          act,
          proposed_by,
        });
        await tellAuthor(transaction, { proposal: id, author: proposed_by, outcome: "expired", at });
      }
      return over.length;
    });
  } while (expired === mostAtOnce);
}
