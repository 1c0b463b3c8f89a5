/** What the clock has ended: computers that nobody used for long, what waited in vain, refusals, and enrolments that nobody confirmed. */
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";

const mostAtOnce = 500;

export async function sweepComputers({ database, clock }: Context): Promise<void> {
  const at = clock.now();
  await database.kysely.deleteFrom("enrolments").where("expires_at", "<=", at).execute();
  let ended: number;
  do {
    ended = await database.kysely.transaction().execute(async (transaction) => {
      const rows = await transaction
        .deleteFrom("user_computers")
        .where(({ eb, refTuple, selectFrom }) =>
          eb(
            refTuple("user_id", "computer_id"),
            "in",
            selectFrom("user_computers")
              .select(["user_id", "computer_id"])
              .where("expires_at", "<=", at)
              .limit(mostAtOnce)
              .forUpdate()
              .skipLocked()
              .$asTuple("user_id", "computer_id"),
          ),
        )
        .returning(["user_id", "company_id", "computer_id", "status"])
        .execute();
      for (const { user_id: user, company_id: company, computer_id: computer, status: was } of rows)
        await recordAudit(transaction, at, { kind: "computer.expired", company, user, computer, was });
      return rows.length;
    });
  } while (ended >= mostAtOnce);
}
