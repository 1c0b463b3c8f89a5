/** What happened in the town lately: a month of sign-ins, and what people did this morning. */
import { randomBytes, randomUUID } from "node:crypto";
import type { ComputerId } from "@mtoken/protocol";
import { recordAudit } from "@mtoken/server/testing";
import type { Town } from "./town.ts";

const day = 86_400;
/** Sign-ins of a working week, from Monday on. */
const week = [11, 15, 14, 16, 10, 1, 0];

export async function happenings(town: Town): Promise<void> {
  await recordMonth(town);
  await recordMorning(town);
  await addComputers(town);
  await leaveUndelivered(town);
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
    {
      ...{ kind: "company.changed", company: bakery, ...by(officer.user) },
      changes: [
        { field: "approval", from: false, to: true },
        { field: "idle_seconds", from: 300, to: 120 },
      ],
    },
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

/** Anna's: one that she uses, one that waits, and one that was refused. */
async function addComputers({ world, clock, people, bakery }: Town): Promise<void> {
  const { kysely } = world.server.context.database;
  const at = clock.now();
  const later = new Date(at.getTime() + 90 * day * 1000);
  const computers = [
    ["Chrome 141 on Windows", "known"],
    ["Firefox 144 on Linux", "waiting"],
    ["Safari 26 on macOS", "refused"],
  ] as const;
  for (const [description, status] of computers) {
    const id = `cpt_${randomBytes(32).toString("base64url")}` as ComputerId;
    const key = JSON.stringify({ kty: "RSA", n: "", e: "AQAB" });
    const times = { created_at: at, used_at: at };
    await kysely
      .insertInto("computers")
      .values({ id, computer_key: key, description, ...times })
      .execute();
    await kysely
      .insertInto("user_computers")
      .values({
        ...{ user_id: people.user.user, computer_id: id, company_id: bakery, status },
        ...{ since: at, used_at: status === "known" ? at : null, expires_at: later },
      })
      .execute();
  }
}

/** Mails of invitations: two that were given up, and the others sent; some invitations are open, and some have run out. */
async function leaveUndelivered({ world, clock, bakery }: Town): Promise<void> {
  const { kysely } = world.server.context.database;
  const at = clock.now();
  const invited = await kysely
    .selectFrom("activations")
    .select(["id", "user_id"])
    .where("status", "=", "open")
    .where("company_id", "=", bakery)
    .orderBy("created_at", "desc")
    .execute();
  const failures = ["status 550", "ECONNREFUSED"];
  for (const [index, { id, user_id }] of invited.entries()) {
    const failure = failures[index];
    await kysely
      .updateTable("activations")
      .set({
        link_by_mail: true,
        ...(failure === undefined && { link_taken_at: at }),
        ...(index > 3 && { expires_at: new Date(at.getTime() + index * 3_400_000) }),
      })
      .where("id", "=", id)
      .execute();
    if (failure === undefined) continue;
    const mail = { id: randomUUID(), channel: "mail", subscription_id: null, topic: null, user_id } as const;
    const times = { due_at: at, expires_at: at, created_at: at, dead_at: at };
    await kysely
      .insertInto("notice_deliveries")
      .values({ ...mail, ...times, activation_id: id, attempts: 3, failure })
      .execute();
  }
}
