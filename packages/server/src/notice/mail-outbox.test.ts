/**
 * Mails, from what they tell of to a real mail server: who is told, in which language, over which connection; what is tried again,
 * and what happens when the mail server is away, to two processes, or to one that dies.
 */
import type { UserId } from "@mtoken/protocol";
import type { SMTPServerOptions } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { later } from "../clock.ts";
import { endDevice } from "../device/end-device.ts";
import { blockedByTries } from "../handshake/reject-proof.ts";
import { Housekeeping } from "../housekeeping.ts";
import type { MailConfig } from "../mail-config.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { stopCompany } from "../people/company-acts.ts";
import { inviteUser, revokeActivation } from "../people/invite-user.ts";
import { listInvitationPage } from "../people/list-invitations.ts";
import { createUser } from "../people/users.ts";
import { MailServer, makeCertificate } from "../testing/mail-server.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { listDeliveries, retryDelivery } from "./dead-letters.ts";
import { mailInvitation } from "./mail-invitation.ts";
import { MailOutbox } from "./mail-outbox.ts";
import { reportMail } from "./mail-report.ts";
import { writeNotice } from "./write-notice.ts";

describeEachEngine("mails", (engine) => {
  let server: MailServer;
  let world: PhoneWorld;
  let outbox: MailOutbox;
  let user: UserId;

  beforeAll(async () => {
    server = await MailServer.start();
    world = await PhoneWorld.open({ mail: server.config() }, engine);
    outbox = new MailOutbox(world.context);
    const { company } = world;
    user = await createUser(world.context, {
      ...{ company, name: "Ada Berg", role: "user", mail: "ada@mills.example", language: "nl" },
    });
    const ben = await createUser(world.context, {
      ...{ company, name: "Ben Bos", role: "administrator", mail: "ben@mills.example", language: "ar" },
    });
    await world.activePhone({ user: ben });
  }, 60_000);
  afterAll(async () => {
    await outbox.close();
    await world.close();
    await server.close();
  });
  beforeEach(async () => {
    await world.context.database.kysely.deleteFrom("notice_deliveries").execute();
    server.faults.length = 0;
    server.mails.length = 0;
    server.connections = 0;
    server.taken = () => {};
  });

  /** A notice to the user alone, or to administrators too. */
  function tell(kind: "mpin.changed" | "user.unfrozen" = "mpin.changed", of = user): Promise<void> {
    const { company, context } = world;
    const at = world.clock.now();
    const device = `dev_${"A".repeat(43)}` as never;
    return context.database.kysely.transaction().execute(async (transaction) => {
      if (kind === "mpin.changed")
        await writeNotice(transaction, { kind, data: { device }, user: of, company, at });
      else await writeNotice(transaction, { kind, data: {}, user: of, company, at });
    });
  }

  function deliveries() {
    return world.context.database.kysely
      .selectFrom("notice_deliveries")
      .select(["id", "attempts", "due_at", "dead_at", "failure"])
      .where("channel", "=", "mail")
      .execute();
  }

  /** Until what failed is due again. */
  async function passWait(): Promise<number> {
    const due = (await deliveries()).map(({ due_at }) => due_at.getTime());
    if (due.length === 0) throw new Error("nothing is left to be tried");
    const seconds = (Math.max(...due) - world.clock.now().getTime()) / 1000;
    world.clock.advance(Math.ceil(seconds));
    return seconds;
  }

  test("go to whom it is about and to the administrators, each in the reader's language", async () => {
    await tell("user.unfrozen");
    await outbox.deliverNow();
    expect(server.mails.map(({ recipients }) => recipients).sort()).toEqual([
      ["ada@mills.example"],
      ["ben@mills.example"],
    ]);
    const [ada, ben] = ["ada", "ben"].map((name) =>
      server.mails.find(({ recipients }) => recipients[0]?.startsWith(name)),
    );
    expect(ada?.subject).toBe("Example Trading: inloggen en ondertekenen werkt weer");
    expect(ada?.text).toContain("u kunt inloggen en ondertekenen");
    expect(ada?.html).toContain('<html lang="nl" dir="ltr">');
    expect(ben?.html).toContain('<html lang="ar" dir="rtl">');
    expect(ben?.text).toContain("Ada Berg");
    const console = `${world.context.config.consoleOrigin}/c`;
    // She has no phone to open it with.
    expect(ada?.text).not.toContain(console);
    expect(ben?.text).toContain(`${console}/users/${user}\n`);
    expect(await deliveries()).toEqual([]);
  });

  test("name their sender, one recipient, and say that a program wrote them", async () => {
    await tell();
    const [delivery] = await deliveries();
    await outbox.deliverNow();
    const [mail] = server.mails;
    expect(mail?.from).toEqual({ name: "Example Bank", address: "notices@bank.example" });
    expect(mail?.to).toEqual([{ name: "", address: "ada@mills.example" }]);
    expect(mail?.messageId).toBe(`<${delivery?.id}@bank.example>`);
    const names = mail?.headers.map(({ key }) => key).sort();
    expect(names).toEqual([
      ...["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"],
      "x-auto-response-suppress",
    ]);
  });

  test("are not written for who has no address, nor when what they tell of was undone", async () => {
    await tell("mpin.changed", world.user);
    expect(await deliveries()).toEqual([]);
    const undone = world.context.database.kysely.transaction().execute(async (transaction) => {
      const { company, clock } = world;
      await writeNotice(transaction, { kind: "user.unfrozen", data: {}, user, company, at: clock.now() });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await deliveries()).toEqual([]);
  });

  test("never take more recipients or headers from a name or an address than one", async () => {
    const { kysely } = world.context.database;
    const name = "Mills\r\nBcc: all@evil.example\r\n\r\n<b>x</b>";
    const { name: before } = await kysely
      .selectFrom("companies")
      .select("name")
      .where("id", "=", world.company)
      .executeTakeFirstOrThrow();
    // As no form would let them through.
    await kysely.updateTable("companies").set({ name }).where("id", "=", world.company).execute();
    await kysely.updateTable("users").set({ name }).where("id", "=", user).execute();
    const bad = await createUser(world.context, {
      ...{ company: world.company, name: "Cas Dam", role: "user", mail: "cas@mills.example" },
    });
    const list = "cas@mills.example, all@evil.example";
    await kysely.updateTable("users").set({ mail_address: list }).where("id", "=", bad).execute();
    await tell("user.unfrozen");
    await tell("mpin.changed", bad);
    await outbox.deliverNow();
    await kysely.updateTable("companies").set({ name: before }).where("id", "=", world.company).execute();
    await kysely.updateTable("users").set({ name: "Ada Berg" }).where("id", "=", user).execute();
    expect(server.mails).toHaveLength(2);
    for (const { recipients, headers, raw, html } of server.mails) {
      expect(recipients).toHaveLength(1);
      expect(headers.map(({ key }) => key)).not.toContain("bcc");
      expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc/im);
      expect(html).not.toContain("<b>x</b>");
    }
    expect(await deliveries()).toMatchObject([{ failure: "the address is none", attempts: 1 }]);
  });

  test("wait while the mail server is away for an hour: nothing is lost, and nothing comes twice", async () => {
    const told = 45;
    await server.goAway();
    for (let count = 0; count < told; count += 1) await tell();
    const until = later(world.clock.now(), 3600);
    while (world.clock.now() < until) {
      await outbox.deliverNow();
      world.clock.advance(300);
    }
    expect(await deliveries()).toHaveLength(told);
    const { waiting, failing, givenUp, oldest } = await reportMail(world.context);
    expect({ waiting, givenUp, oldest }).toEqual({ waiting: told, givenUp: [], oldest: later(until, -3600) });
    expect(failing.reduce((sum, { count }) => sum + count, 0)).toBe(told);
    expect(failing[0]?.failure).toMatch(/^[A-Z]+$/);
    await server.comeBack();
    const ids = (await deliveries()).map(({ id }) => `<${id}@bank.example>`);
    await passWait();
    await outbox.deliverNow();
    expect(server.mails.map(({ messageId }) => messageId).sort()).toEqual(ids.sort());
    expect(await deliveries()).toEqual([]);
  });

  test("ask a mail server that is away once, and not once for each of them", async () => {
    for (let count = 0; count < 45; count += 1) await tell();
    server.faults.push(...Array.from({ length: 45 }, () => ({ at: "greeting", status: 421 }) as const));
    await outbox.deliverNow();
    // Each lane may be under way when the first learns it.
    expect(server.connections).toBeLessThanOrEqual(5);
    expect(server.mails).toEqual([]);
    expect(await deliveries()).toHaveLength(45);
  });

  test("are tried again, later each time, and given up after days with a word of ours", async () => {
    await tell();
    const waits: number[] = [];
    const begun = world.clock.now();
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      server.faults.push({ at: "RCPT TO", status: 451 });
      await outbox.deliverNow();
      waits.push(await passWait());
    }
    for (const [index, wait] of [30, 60, 120, 240, 480, 900, 900, 900].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(wait * 0.5);
      expect(waits[index]).toBeLessThanOrEqual(wait * 1.5);
    }
    const end = later(begun, 4 * 86_400);
    world.clock.advance((end.getTime() - world.clock.now().getTime()) / 1000 - 60);
    server.faults.push({ at: "RCPT TO", status: 451 });
    await outbox.deliverNow();
    expect(await deliveries()).toMatchObject([{ dead_at: null, due_at: end }]);
    world.clock.advance(60);
    await outbox.deliverNow();
    expect(await deliveries()).toMatchObject([{ failure: "status 451", dead_at: world.clock.now() }]);
    expect((await reportMail(world.context)).givenUp).toEqual([{ failure: "status 451", count: 1 }]);
    server.faults.length = 0;
    await outbox.deliverNow();
    expect(server.mails).toEqual([]);
    world.clock.advance(30 * 86_400);
    await new Housekeeping(world.context).sweepNow();
    expect(await deliveries()).toEqual([]);
  });

  test.each([
    ["RCPT TO", 550],
    ["DATA", 554],
  ] as const)("are given up at once after a lasting refusal (%s %i)", async (at, status) => {
    await tell();
    server.faults.push({ at, status });
    await outbox.deliverNow();
    expect(await deliveries()).toMatchObject([{ attempts: 1, failure: `status ${status}` }]);
    expect((await deliveries())[0]?.dead_at).not.toBeNull();
  });

  test("that were given up are seen without their address and content, and are tried again", async () => {
    await tell();
    server.faults.push({ at: "RCPT TO", status: 550 });
    await outbox.deliverNow();
    const { context } = world;
    const bank = await createCompany(context, { name: "Example Bank", kind: "operator" });
    const officer = await createUser(context, { company: bank, name: "Olga Ort", role: "officer" });
    const organization = { company: bank, organization: "operator", via: "console" } as const;
    const caller = { user: officer, role: "officer", ...organization } as const;
    const { items } = await listDeliveries(context, caller, {});
    const [delivery = { id: "" }] = items;
    expect(items).toMatchObject([
      { status: "dead", channel: "mail", about: "mpin.changed", user: { id: user }, failure: "status 550" },
    ]);
    expect(JSON.stringify(items)).not.toContain("@");
    // Long after its own time.
    world.clock.advance(20 * 86_400);
    await retryDelivery(context, caller, delivery.id);
    await expect(retryDelivery(context, caller, delivery.id)).rejects.toMatchObject({
      code: "already_decided",
    });
    expect(await listDeliveries(context, caller, {})).toEqual({ items: [], next: null });
    server.faults.push({ at: "RCPT TO", status: 451 });
    await outbox.deliverNow();
    expect((await listDeliveries(context, caller, { status: "failing" })).items).toMatchObject([
      { attempts: 1 },
    ]);
    await passWait();
    await outbox.deliverNow();
    expect(server.mails.map(({ recipients }) => recipients)).toEqual([["ada@mills.example"]]);
    expect(server.mails[0]?.text).toContain("De mPIN is gewijzigd");
  });

  test("name the phone by its control code, and lead who has one that works to its page", async () => {
    const { device } = await world.activePhone({ user });
    await outbox.deliverNow();
    const { kysely } = world.context.database;
    const { fingerprint } = await kysely
      .selectFrom("devices")
      .select("fingerprint")
      .where("id", "=", device)
      .executeTakeFirstOrThrow();
    for (const { text } of server.mails) {
      expect(text).toContain(fingerprint);
      expect(text).toContain(`/c/devices/${device}\n`);
    }
    expect(server.mails).toHaveLength(2);
    server.mails.length = 0;
    const at = world.clock.now();
    await kysely
      .transaction()
      .execute((transaction) => endDevice(transaction, { device, ...blockedByTries, at }));
    await outbox.deliverNow();
    const ada = server.mails.find(({ recipients }) => recipients[0] === "ada@mills.example");
    expect(ada?.text).toContain("Geen van uw telefoons werkt nog");
    expect(ada?.text).toContain(fingerprint);
    expect(ada?.html).not.toContain("href");
  });

  test("of whatever kind name no control code of a phone that waits: who approves has it from its user", async () => {
    const { device } = await world.activePhone({ user });
    const { kysely } = world.context.database;
    const { fingerprint } = await kysely
      .updateTable("devices")
      .set({ status: "awaiting-approval" })
      .where("id", "=", device)
      .returning("fingerprint")
      .executeTakeFirstOrThrow();
    await outbox.deliverNow();
    expect(server.mails).toHaveLength(2);
    for (const { text, html } of server.mails) expect(`${text}${html}`).not.toContain(fingerprint);
  });

  test("lead nobody to the console whose phone is frozen, and may sign in nowhere", async () => {
    const { company, context } = world;
    const whose = { company, name: "Cas Dekker", role: "user", mail: "cas@mills.example" } as const;
    const phone = await world.activePhone({ user: await createUser(context, whose) });
    await outbox.deliverNow();
    server.mails.length = 0;
    await phone.call(await phone.unlock(mpin), "user.freeze", {});
    await outbox.deliverNow();
    const linked = server.mails.map(({ recipients, html }) => [recipients[0], html?.includes("href")]);
    expect(linked.sort()).toEqual([
      ["ben@mills.example", true],
      ["cas@mills.example", false],
    ]);
  });

  test("lead nobody of a stopped company to the console, which is closed to them", async () => {
    const { context } = world;
    const company = await world.addCompany();
    const whose = { company, name: "Dirk Stop", role: "administrator", mail: "dirk@mills.example" } as const;
    await world.activePhone({ user: await createUser(context, whose) });
    await outbox.deliverNow();
    expect(server.mails.at(-1)?.html).toContain("href");
    server.mails.length = 0;
    await stopCompany(context, operatorAtCommandLine, { company, reason: "suspicious" });
    await outbox.deliverNow();
    expect(server.mails.map(({ recipients }) => recipients)).toEqual([["dirk@mills.example"]]);
    expect(server.mails[0]?.html).not.toContain("href");
    expect(server.mails[0]?.text).toContain("ask your bank");
  });

  test("wait where the mail server takes nothing from us at all", async () => {
    await tell();
    server.faults.push({ at: "MAIL FROM", status: 550 });
    await outbox.deliverNow();
    expect(await deliveries()).toMatchObject([{ dead_at: null, failure: "status 550" }]);
    await passWait();
    await outbox.deliverNow();
    expect(server.mails).toHaveLength(1);
  });

  test("are cleared away where no mail server is set", async () => {
    await tell();
    world.clock.advance(6 * 86_400);
    await new Housekeeping(world.context).sweepNow();
    expect(await deliveries()).toEqual([]);
  });

  describe("of two processes", () => {
    let second: MailOutbox;
    beforeAll(() => {
      second = new MailOutbox(world.context);
    });
    afterAll(() => second.close());

    test("are sent by one of them", async () => {
      for (let count = 0; count < 30; count += 1) await tell();
      await Promise.all([outbox.deliverNow(), second.deliverNow()]);
      expect(server.mails).toHaveLength(30);
      expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(30);
    });

    test("are sent again when one dies between sending and writing that down, and can be told for a repeat", async () => {
      await tell();
      const [arrival, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      server.taken = () => {
        server.taken = () => {};
        arrival.resolve();
        return held.promise;
      };
      const dying = outbox.deliverNow();
      await arrival.promise;
      await second.deliverNow();
      expect(server.mails).toHaveLength(1);
      world.clock.advance(180);
      await second.deliverNow();
      held.resolve();
      await dying;
      expect(server.mails).toHaveLength(2);
      const [first, repeat] = server.mails;
      expect(repeat?.messageId).toBe(first?.messageId);
      expect(repeat?.date).toBe(first?.date);
      expect(await deliveries()).toEqual([]);
    });
  });

  describe("of an invitation", () => {
    async function invite() {
      const invitation = await inviteUser(world.context, { user });
      const { activation, expiresAt } = invitation;
      const at = world.clock.now();
      await world.context.database.kysely
        .transaction()
        .execute((transaction) => mailInvitation(transaction, { user, activation, at, expiresAt }));
      return invitation;
    }

    test("have the link, and never the code", async () => {
      const { link, code } = await invite();
      await outbox.deliverNow();
      const [mail] = server.mails;
      expect(mail?.recipients).toEqual(["ada@mills.example"]);
      expect(mail?.text).toContain(link);
      expect(mail?.html).toContain(link);
      expect(`${mail?.subject}${mail?.text}${mail?.html}${mail?.raw}`).not.toContain(code);
      expect(mail?.subject).not.toContain(link.split("#")[1]);
    });

    test("don't leave when it was revoked meanwhile, or is over", async () => {
      const { activation } = await invite();
      await revokeActivation(world.context, { activation, reason: "mistake" });
      await outbox.deliverNow();
      await invite();
      world.clock.advance(world.context.config.invitationSeconds);
      await outbox.deliverNow();
      expect(server.mails).toEqual([]);
      expect(await deliveries()).toEqual([]);
    });

    test("are known to whoever invited: waiting, refused, given up, taken, or never sent", async () => {
      const states = async () => {
        const { items } = await listInvitationPage(world.context, operatorAtCommandLine, { query: user });
        return [items[0]?.link, items[0]?.failure];
      };
      await inviteUser(world.context, { user });
      expect(await states()).toEqual(["shown", null]);
      await invite();
      expect(await states()).toEqual(["waiting", null]);
      server.faults.push({ at: "RCPT TO", status: 451 });
      await outbox.deliverNow();
      expect(await states()).toEqual(["failing", "unreachable"]);
      await passWait();
      server.faults.push({ at: "RCPT TO", status: 550 });
      await outbox.deliverNow();
      expect(await states()).toEqual(["dead", "refused"]);
      await invite();
      await outbox.deliverNow();
      expect(await states()).toEqual(["taken", null]);
      const { activation } = await invite();
      await revokeActivation(world.context, { activation, reason: "mistake" });
      await outbox.deliverNow();
      expect(await states()).toEqual(["unsent", null]);
    });

    test("need an address", async () => {
      const { kysely } = world.context.database;
      const at = world.clock.now();
      const { activation, expiresAt } = await inviteUser(world.context, { user: world.user });
      const mailed = kysely
        .transaction()
        .execute((transaction) =>
          mailInvitation(transaction, { user: world.user, activation, at, expiresAt }),
        );
      await expect(mailed).rejects.toThrow("No mail address");
    });
  });

  const certificate = makeCertificate();
  describe.skipIf(certificate === null || engine !== "pglite")("over TLS", () => {
    const pair = certificate ?? { cert: "", key: "" };
    let tls: MailServer;
    let startTls: MailServer;
    let plain: MailServer;

    beforeAll(async () => {
      const auth = {
        authOptional: false,
        onAuth: ({ username, password }, _session, done) => {
          if (username === "mtoken" && password === "p@ss/word") done(null, { user: username });
          else done(Object.assign(new Error("no"), { responseCode: 535 }));
        },
      } satisfies SMTPServerOptions;
      tls = await MailServer.start({ ...pair, ...auth, secure: true });
      startTls = await MailServer.start({ ...pair, ...auth, disabledCommands: [] });
      plain = await MailServer.start();
    });
    afterAll(() => Promise.all([tls.close(), startTls.close(), plain.close()]));

    const credentials = { user: "mtoken", password: "p@ss/word" };

    /** What became of one mail that is sent so. */
    async function send(mail: MailConfig) {
      await tell();
      const { config, ...parts } = world.context;
      const sending = new MailOutbox({ ...parts, config: { ...config, mail } });
      await sending.deliverNow();
      await sending.close();
      return (await deliveries())[0]?.failure;
    }

    test.each(["tls", "starttls"] as const)("they are sent encrypted, by who may (%s)", async (security) => {
      const to = security === "tls" ? tls : startTls;
      expect(await send(to.config({ security, credentials, ca: pair.cert }))).toBeUndefined();
      expect(to.mails).toMatchObject([{ isEncrypted: true, user: "mtoken" }]);
      to.mails.length = 0;
    });

    test.each(["tls", "starttls"] as const)(
      "they never go to who can't show who he is (%s)",
      async (security) => {
        const to = security === "tls" ? tls : startTls;
        expect(await send(to.config({ security, credentials }))).toMatch(/^[A-Z_]+$/);
        expect(
          await send(to.config({ host: "127.0.0.1", security, credentials, ca: pair.cert })),
        ).toBeDefined();
        expect(to.mails).toEqual([]);
      },
    );

    test("they never go unencrypted because somebody left STARTTLS out", async () => {
      expect(await send(plain.config({ security: "starttls", ca: pair.cert }))).toMatch(/^[A-Z_]+$|^status/);
      expect(plain.mails).toEqual([]);
    });

    test("they wait while the password is wrong", async () => {
      const wrong = { user: "mtoken", password: "another" };
      expect(await send(tls.config({ security: "tls", credentials: wrong, ca: pair.cert }))).toBe(
        "status 535",
      );
      expect(tls.mails).toEqual([]);
      expect((await deliveries())[0]?.dead_at).toBeNull();
    });

    test("no password is sent to who does not ask for one, nor the mail without", async () => {
      expect(await send(plain.config({ credentials }))).toBeDefined();
      expect(plain.mails).toEqual([]);
    });
  });
});
