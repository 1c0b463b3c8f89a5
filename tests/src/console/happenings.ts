/** What happened in the town lately: a month of sign-ins, and what people did this morning. */
import { recordAudit } from "@mtoken/server/testing";
import type { Town } from "./town.ts";

const day = 86_400;
/** Sign-ins of a working week, from Monday on. */
const week = [11, 15, 14, 16, 10, 1, 0];

export async function happenings(town: Town): Promise<void> {
  await recordMonth(town);
  await recordMorning(town);
  await town.world.server.context.sequencer.sequenceNow();
}

async function recordMorning({ world, clock, people, bakery }: Town): Promise<void> {
  const { context } = world.server;
  const { user, administrator, officer, helpdesk } = people;
  const anna = { company: bakery, user: user.user, device: user.device };
  const bram = { company: bakery, user: administrator.user, device: administrator.device };
  const by = (id: string) => ({ by: id, via: "console" });
  const events: Parameters<typeof recordAudit>[2][] = [
    { kind: "session.opened", ...anna },
    { kind: "mpin.wrong", ...anna, tries: 1 },
    { kind: "request.redeemed", ...anna },
    { kind: "request.wrong-digits", ...anna, reason: "wrong-digits" },
    {
      ...{ kind: "user.frozen", company: bakery, user: user.user, ...by(helpdesk.user) },
      ...{ reason: "suspicious", note: "She called: a sign-in that was not hers" },
    },
    {
      ...{ kind: "user.unfrozen", company: bakery, user: user.user, ...by(administrator.user) },
      ...{
        reason: "mistake",
        note: "Talked with her: it was the portal of her branch office, opened on another computer",
      },
    },
    { kind: "console.opened", ...bram },
    { kind: "users.imported", company: bakery, users: 24, ...by(administrator.user) },
    { kind: "company.changed", company: bakery, approval: true, ...by(officer.user) },
  ];
  for (const event of events) {
    clock.advance(260);
    const at = clock.now();
    await context.database.kysely.transaction().execute((transaction) => recordAudit(transaction, at, event));
  }
}

async function recordMonth({ world, clock, bakery }: Town): Promise<void> {
  const { context } = world.server;
  const { kysely } = context.database;
  const users = await kysely.selectFrom("users").select("id").where("company_id", "=", bakery).execute();
  for (let ago = 1; ago < 30; ago += 1) {
    const at = new Date(clock.now().getTime() - ago * day * 1000);
    const signIns = (week[(at.getUTCDay() + 6) % 7] ?? 0) + ((ago * 7) % 5);
    const wrong = ago % 4 === 0 ? 2 : ago % 3 === 0 ? 1 : 0;
    const kinds = [
      ...new Array<"request.redeemed">(signIns).fill("request.redeemed"),
      ...new Array<"request.wrong-digits">(wrong).fill("request.wrong-digits"),
      ...(ago === 6 || ago === 19 ? (["device.blocked"] as const) : []),
    ];
    await kysely.transaction().execute(async (transaction) => {
      for (const [place, kind] of kinds.entries()) {
        const user = users[(ago * 5 + place) % users.length]?.id;
        await recordAudit(transaction, at, { kind, company: bakery, user });
      }
    });
  }
}
