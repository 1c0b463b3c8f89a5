/** Lists of users, devices and companies: what is found, in which order, page by page, and how much of the database is read for it. */
import type { ActivationId, CompanyId, DeviceId, ImportId, UserId } from "@mtoken/protocol";
import { newCompanyId, ProtocolError } from "@mtoken/protocol";
import {
  type InvitationListQuery,
  invitationEnding,
  invitationFilters,
  type ListedInvitation,
  mostCounted,
  type Page,
  type UserListQuery,
} from "@mtoken/protocol/people";
import type { KyselyPlugin, RootOperationNode, Updateable } from "kysely";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { sweepActivations } from "../activation/sweep.ts";
import { listActivity } from "../activity/list-activity.ts";
import { readOverview } from "../activity/read-overview.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { ActivationsTable } from "../database/tables.ts";
import { listFailedLines, listImportPage } from "../import/list-imports.ts";
import { listDeliveries } from "../notice/dead-letters.ts";
import { mailInvitation } from "../notice/mail-invitation.ts";
import { listProposalPage } from "../proposal/list-proposals.ts";
import { copyDevice } from "../testing/console-people.ts";
import { PhoneWorld } from "../testing/phone-world.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import type { Caller } from "./caller.ts";
import { createCompany } from "./companies.ts";
import { revokeActivation } from "./invite-user.ts";
import { listCompanyPage } from "./list-companies.ts";
import { listComputerPage } from "./list-computers.ts";
import { listDevicePage } from "./list-devices.ts";
import { listInvitationPage, listInvitations } from "./list-invitations.ts";
import { listUserPage, readUser } from "./list-users.ts";
import { searchTerms, searchWords } from "./search-words.ts";
import { createUser } from "./users.ts";

function callerAt(company: CompanyId, role: "administrator" | "officer" | "helpdesk"): Caller {
  const organization = role === "officer" ? "operator" : "client";
  const user = "usr_00000000000000000000000000" as UserId;
  return { user, company, role, organization, via: "console" };
}

test.each([
  ["Zoë Łukasiewicz-Öztürk", ["zoe", "lukasiewicz", "ozturk"]],
  ["Straße & Söhne", ["strasse", "sohne"]],
  ["Ærø Đorđe Þór", ["aero", "dorde", "thor"]],
  ["Иванова", ["иванова"]],
  ["李小龍", ["李小龍"]],
])("%s is found by words without marks and case", (name, words) => {
  expect(searchWords(name)).toEqual(words);
});

test("what is looked for means nothing to the database but words", () => {
  expect(searchTerms("o'brien & !| <-> \\ :* (x")).toBe("'o':* & 'brien':* & 'x':*");
  expect(searchTerms("!&|")).toBeUndefined();
});

describeEachEngine("lists of people", (engine) => {
  let world: PhoneWorld;
  let template: DeviceId;
  let bank: CompanyId;
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    template = (await world.activePhone()).device;
    bank = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
  }, 120_000);
  afterAll(() => world?.close());

  async function namesOf(caller: Caller, query: UserListQuery = {}): Promise<string[]> {
    const { items } = await listUserPage(world.context, caller, query);
    return items.map(({ name }) => name);
  }

  test("find users by name, mail address, id, device and fingerprint", async () => {
    const company = await world.addCompany();
    const caller = callerAt(company, "administrator");
    const named = (name: string, mail?: string) =>
      createUser(world.context, { company, name, mail, role: "user" });
    const zoe = await named("Zoë Öztürk", "z.o@mill.example");
    await named("Anna Zorn");
    const { device, fingerprint } = await copyDevice(world.context, template, { user: zoe, company });
    const found = (query: string) => namesOf(caller, { query });
    expect(await found("zo")).toEqual(["Anna Zorn", "Zoë Öztürk"]);
    expect(await found("OZTURK zoë")).toEqual(["Zoë Öztürk"]);
    expect(await found("urk")).toEqual([]);
    expect(await found("&|!")).toEqual([]);
    for (const query of [
      zoe,
      device,
      "z.o@mill.example",
      fingerprint,
      fingerprint.toLowerCase().slice(0, 12),
    ])
      expect(await found(query), query).toEqual(["Zoë Öztürk"]);
    // Too short to be a fingerprint.
    expect(await found(fingerprint.slice(0, 6))).toEqual([]);
    const { items } = await listDevicePage(world.context, caller, { query: fingerprint });
    expect(items.map(({ id }) => id)).toEqual([device]);
    // Not theirs to find.
    expect(await namesOf(callerAt(world.company, "administrator"), { query: fingerprint })).toEqual([]);
  });

  test("show users by how they stand", async () => {
    const company = await world.addCompany();
    const caller = callerAt(company, "administrator");
    const add = (name: string) => createUser(world.context, { company, name, role: "user" });
    const [frozen, waiting, invited] = [await add("Fritz"), await add("Wim"), await add("Ivo")];
    await add("Nora");
    const { kysely } = world.context.database;
    await kysely
      .updateTable("users")
      .set({ frozen_at: world.clock.now() })
      .where("id", "=", frozen)
      .execute();
    const status = "awaiting-approval";
    await copyDevice(world.context, template, { user: waiting, company, status });
    await world.invite({ user: invited });
    expect(await namesOf(caller, { status: "frozen" })).toEqual(["Fritz"]);
    expect(await namesOf(caller, { status: "waiting" })).toEqual(["Wim"]);
    expect(await namesOf(caller, { status: "invited" })).toEqual(["Ivo"]);
    expect(await namesOf(caller)).toEqual(["Fritz", "Ivo", "Nora", "Wim"]);
    const { invitationSeconds } = world.context.config;
    world.clock.advance(invitationSeconds - invitationEnding - 1);
    expect(await namesOf(caller, { status: "ending" })).toEqual([]);
    world.clock.advance(1);
    expect(await namesOf(caller, { status: "ending" })).toEqual(["Ivo"]);
    world.clock.advance(invitationEnding);
    expect(await namesOf(caller, { status: "ending" })).toEqual([]);
    expect(await namesOf(caller, { status: "invited" })).toEqual([]);
    // Before the sweep and after it.
    expect(await namesOf(caller, { status: "lapsed" })).toEqual(["Ivo"]);
    await sweepActivations(world.context);
    const { items } = await listUserPage(world.context, caller, { status: "lapsed" });
    expect(items).toMatchObject([{ name: "Ivo", lapsed: toNumericDate(world.clock.now()) }]);
    expect((await listUserPage(world.context, caller, {})).items.filter(({ lapsed }) => lapsed)).toHaveLength(
      1,
    );
    await copyDevice(world.context, template, { user: invited, company });
    expect(await namesOf(caller, { status: "lapsed" })).toEqual([]);
    await createUser(world.context, { company, name: "Ada", role: "administrator" });
    expect(await namesOf(caller, { status: "administrator" })).toEqual(["Ada"]);
  });

  test("say who is invited, and until when, to whoever may see invitations", async () => {
    const { context } = world;
    const company = bank;
    const user = await createUser(context, { company, name: "Olaf", role: "auditor" });
    const { invitationSeconds } = context.config;
    const until = toNumericDate(later(world.clock.now(), invitationSeconds));
    await world.invite({ user });
    const [officer, helpdesk] = [callerAt(company, "officer"), callerAt(company, "helpdesk")];
    const listedTo = async (caller: Caller, query: UserListQuery = {}) =>
      (await listUserPage(context, caller, { ...query, company })).items;
    expect(await listedTo(officer)).toMatchObject([{ name: "Olaf", invited_until: until }]);
    expect(await listedTo(helpdesk)).toMatchObject([{ name: "Olaf", invited_until: null }]);
    expect(await readUser(context, helpdesk, user)).toMatchObject({ invited_until: null });
    expect(await listedTo(officer, { status: "invited" })).toHaveLength(1);
    expect(await listedTo(helpdesk, { status: "invited" })).toEqual([]);
    world.clock.advance(invitationSeconds - invitationEnding);
    expect(await listedTo(officer, { status: "ending" })).toHaveLength(1);
    expect(await listedTo(helpdesk, { status: "ending" })).toEqual([]);
    world.clock.advance(invitationEnding);
    expect(await listedTo(officer, { status: "lapsed" })).toMatchObject([{ lapsed: until }]);
    expect(await listedTo(helpdesk, { status: "lapsed" })).toEqual([]);
    expect(await listedTo(helpdesk)).toMatchObject([{ lapsed: null }]);
  });

  test("show of each user the newest invitation, by what became of it and of its mail", async () => {
    const company = await world.addCompany();
    const caller = callerAt(company, "administrator");
    const { context } = world;
    const { kysely } = context.database;
    const invite = async (name: string) => {
      const user = await createUser(context, { company, name, role: "user", mail: `${name}@mill.example` });
      world.clock.advance(1);
      return { user, activation: (await world.invite({ user })).activation };
    };
    const set = (activation: ActivationId, values: Partial<Updateable<ActivationsTable>>) =>
      kysely.updateTable("activations").set(values).where("id", "=", activation).execute();
    const found = async (query: InvitationListQuery = {}, by = caller) =>
      (await listInvitationPage(context, by, query)).items.map(
        ({ user, status }) => `${user.name} ${status}`,
      );
    const [ada, ben, cy] = [await invite("ada"), await invite("ben"), await invite("cy")];
    const first = ada.activation;
    world.clock.advance(1);
    const { activation: anew } = await world.invite({ user: ada.user });
    expect(await found()).toEqual(["ada open", "cy open", "ben open"]);
    expect(await found({ query: "be" })).toEqual(["ben open"]);
    const { items } = await listInvitations(context, caller, { user: ada.user });
    expect(items.map(({ id, status }) => [id, status])).toEqual([
      [anew, "open"],
      [first, "revoked"],
    ]);
    // A phone that has begun, and one that waits.
    const status = "awaiting-approval";
    const { device } = await copyDevice(context, template, { user: cy.user, company, status });
    await set(cy.activation, { device_id: device });
    expect(await found({ status: "begun" })).toEqual(["cy begun"]);
    await kysely.deleteFrom("activation_secrets").where("activation_id", "=", cy.activation).execute();
    await set(cy.activation, { status: "complete" });
    await kysely
      .updateTable("devices")
      .set({ activation_id: cy.activation })
      .where("id", "=", device)
      .execute();
    expect(await found({ status: "waiting" })).toEqual(["cy waiting"]);
    expect(await found({ status: "complete" })).toEqual([]);
    await kysely.updateTable("devices").set({ status: "active" }).where("id", "=", device).execute();
    expect(await found({ status: "complete" })).toEqual(["cy complete"]);
    // Mails: one refused, one on its way.
    const at = world.clock.now();
    for (const [{ user, activation }, values] of [
      [ben, { failure: "status 550", dead_at: at }],
      [{ user: ada.user, activation: anew }, {}],
    ] as const) {
      await kysely.transaction().execute(async (transaction) => {
        await mailInvitation(transaction, { user, activation, at, expiresAt: later(at, 60) });
        await transaction
          .updateTable("notice_deliveries")
          .set({ attempts: 1, ...values })
          .where("activation_id", "=", activation)
          .execute();
      });
    }
    expect(await found({ status: "undelivered" })).toEqual(["ben open"]);
    const mails = async () =>
      (await listInvitationPage(context, caller, {})).items.map(({ link, failure }) => [link, failure]);
    expect(await mails()).toEqual([
      ["waiting", null],
      ["shown", null],
      ["dead", "refused"],
    ]);
    expect((await readOverview(context, caller)).waiting).toMatchObject({ invitations_undelivered: 1 });
    world.clock.advance(context.config.invitationSeconds);
    expect(await found({ status: "expired" })).toEqual(["ada expired", "ben expired"]);
    expect(await found({ status: "open" })).toEqual([]);
    await sweepActivations(context);
    expect(await found({ status: "expired" })).toEqual(["ada expired", "ben expired"]);
    expect(await found({ status: "undelivered" })).toEqual(["ben expired"]);
    const { activation: third } = await world.invite({ user: ben.user });
    expect(await found({ status: "undelivered" })).toEqual([]);
    await revokeActivation(context, { activation: third, reason: "mistake" });
    expect(await found({ status: "revoked" })).toEqual(["ben revoked"]);
    expect(await found({}, callerAt(world.company, "administrator"))).not.toContain("ben revoked");
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Page<ListedInvitation> = await listInvitationPage(context, caller, {
        limit: "1",
        ...(cursor !== undefined && { cursor }),
      });
      seen.push(...page.items.map(({ user }) => user.name));
      cursor = page.next;
    }
    expect(seen).toEqual(["ben", "ada", "cy"]);
  });

  test("show companies that are stopped", async () => {
    const company = await world.addCompany();
    const officer = callerAt(bank, "officer");
    const stopped = async () =>
      (await listCompanyPage(world.context, officer, { status: "stopped" })).items.map(({ id }) => id);
    expect(await stopped()).not.toContain(company);
    const stop = { stopped_at: world.clock.now() };
    await world.context.database.kysely
      .updateTable("companies")
      .set(stop)
      .where("id", "=", company)
      .execute();
    expect(await stopped()).toContain(company);
  });

  test("go on page by page, also among those of one name, and with who comes in between", async () => {
    const company = await world.addCompany();
    const caller = callerAt(company, "administrator");
    const users = ["Ada", "Ada", "Ada", "Åda", "Bob"];
    for (const name of users) await createUser(world.context, { company, name, role: "user" });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: UserListQuery = { limit: "2", ...(cursor !== null && { cursor }) };
      const { items, next } = await listUserPage(world.context, caller, query);
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items.map(({ id }) => id));
      cursor = next;
      await createUser(world.context, { company, name: "Aaron", role: "user" });
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(5);
  });

  test.each([
    "A",
    Buffer.from('["a"]').toString("base64url"),
    Buffer.from('["a","b"]').toString("base64url"),
  ])("refuse %s as a cursor", async (cursor) => {
    const caller = callerAt(world.company, "administrator");
    expect(() => listUserPage(world.context, caller, { cursor })).toThrow(ProtocolError);
    expect(() => listDevicePage(world.context, caller, { cursor })).toThrow(ProtocolError);
  });

  test("count a company's people up to a thousand, which means that many or more", async () => {
    const company = await world.addCompany();
    const administrator = await createUser(world.context, { company, name: "Ada", role: "administrator" });
    const counted = async () => {
      const { items } = await listCompanyPage(world.context, callerAt(company, "administrator"), {});
      return items.map(({ users, administrators }) => [users, administrators]);
    };
    const add = (from: number, to: number) =>
      sql`
      insert into users (id, company_id, name, role, organization, features, created_at, sort_name, search_words)
      select 'usr_' || right(${administrator}::text, 20) || lpad(n::text, 6, '0'), company_id, name, 'user', organization,
        features, created_at, sort_name, search_words
      from users, generate_series(${from}::integer, ${to}::integer) as n where id = ${administrator}
    `.execute(world.context.database.kysely);
    await add(1, mostCounted - 2);
    expect(await counted()).toEqual([[mostCounted - 1, 1]]);
    await add(mostCounted, mostCounted + 20);
    expect(await counted()).toEqual([[mostCounted, 1]]);
  });

  test("count a company's people and devices", async () => {
    const company = await createCompany(world.context, { name: "Mill & Sons" });
    await createUser(world.context, { company, name: "Ada", role: "administrator" });
    const user = await createUser(world.context, { company, name: "Bob", role: "user" });
    await copyDevice(world.context, template, { user, company });
    const { items } = await listCompanyPage(world.context, callerAt(newCompanyId(), "officer"), {
      query: "sons",
    });
    expect(items).toMatchObject([
      { id: company, users: 2, administrators: 1, devices: { active: 1, waiting: 0 } },
    ]);
  });
});

const crowd = 100_000;
const largeImport = `imp_${"500".padStart(26, "0")}` as ImportId;
/** Pages of 8 kB that a list may touch: some hundred rows by an index, and never a table. */
const fewPages = 1500;

/** A figure counts up to a thousand of them, and each is looked at with its user. */
const countingPages = 12_000;

/** A row of `explain (analyze, buffers, format json)`. */
interface Explained {
  Plan: { "Shared Hit Blocks": number; "Shared Read Blocks": number };
}

test.skipIf(inject("mtokenEngines").postgres === null)(
  `a page costs little among ${crowd} users and as many devices (PostgreSQL)`,
  async () => {
    const world = await PhoneWorld.open({}, "postgresql");
    try {
      const { device } = await world.activePhone();
      const large = await world.addCompany();
      const small = await world.addCompany();
      await addCrowd(world.context, { large, small, like: device });
      const administrator = callerAt(large, "administrator");
      // All that is theirs is older than everybody else's.
      const ofFew = callerAt(small, "administrator");
      const officer = callerAt(newCompanyId(), "officer");
      const middle = Buffer.from(JSON.stringify(["person 500000", "usr_00000000000000000000000000"]));
      const cursor = middle.toString("base64url");
      const longAgo = Buffer.from(
        JSON.stringify([later(world.clock.now(), 10_000).toISOString(), `act_${"0".repeat(26)}`]),
      ).toString("base64url");
      const farBack = String(Math.floor(world.clock.now().getTime() / 1000) - 1000);
      const somebody = `usr_${"50000".padStart(26, "0")}` as UserId;
      for (const caller of [administrator, ofFew, officer]) {
        const pages: Readonly<Record<string, (context: Context) => Promise<unknown>>> = {
          "users, first page": (context) => listUserPage(context, caller, {}),
          "users, a page in the middle": (context) => listUserPage(context, caller, { cursor }),
          "users by name": (context) => listUserPage(context, caller, { query: "person 99123" }),
          "users by fingerprint": (context) => listUserPage(context, caller, { query: "00AB-CD01-2" }),
          "users who are frozen": (context) => listUserPage(context, caller, { status: "frozen" }),
          "users who wait": (context) => listUserPage(context, caller, { status: "waiting" }),
          "users who are invited": (context) => listUserPage(context, caller, { status: "invited" }),
          "users whose invitation ends": (context) => listUserPage(context, caller, { status: "ending" }),
          "users whose invitation ran out": (context) => listUserPage(context, caller, { status: "lapsed" }),
          administrators: (context) => listUserPage(context, caller, { status: "administrator" }),
          "invitations, first page": (context) => listInvitationPage(context, caller, {}),
          "invitations, a page far back": (context) =>
            listInvitationPage(context, caller, { cursor: longAgo }),
          "invitations by name": (context) => listInvitationPage(context, caller, { query: "person 99123" }),
          ...Object.fromEntries(
            invitationFilters.map((status) => [
              `invitations, ${status}`,
              (context: Context) => listInvitationPage(context, caller, { status }),
            ]),
          ),
          "devices, first page": (context) => listDevicePage(context, caller, {}),
          "devices that wait": (context) => listDevicePage(context, caller, { status: "awaiting-approval" }),
          "devices by name": (context) => listDevicePage(context, caller, { query: "person 99123" }),
          "computers, first page": (context) => listComputerPage(context, caller, {}),
          "computers that wait": (context) => listComputerPage(context, caller, { status: "waiting" }),
          "computers that wait for the caller": (context) =>
            listComputerPage(context, caller, { status: "approvable" }),
          "computers that are refused": (context) => listComputerPage(context, caller, { status: "refused" }),
          "computers by their user's name": (context) =>
            listComputerPage(context, caller, { query: "person 99123" }),
          "computers of somebody": (context) => listComputerPage(context, caller, { user: somebody }),
          "proposals, first page": (context) => listProposalPage(context, caller, {}),
          "proposals that are open": (context) => listProposalPage(context, caller, { status: "open" }),
          "proposals that were rejected": (context) =>
            listProposalPage(context, caller, { status: "rejected" }),
          "proposals of a kind": (context) => listProposalPage(context, caller, { kind: "company.resume" }),
          "imports, first page": (context) => listImportPage(context, caller, {}),
          "imports that run": (context) => listImportPage(context, caller, { status: "running" }),
          "lines that an import has failed at": (context) =>
            listFailedLines(context, caller, largeImport).catch(requireNotFound),
          ...(caller.role === "officer" && {
            "what was given up": (context: Context) => listDeliveries(context, caller, {}),
            "what still fails": (context: Context) => listDeliveries(context, caller, { status: "failing" }),
          }),
          companies: (context) => listCompanyPage(context, caller, {}),
          "companies by name": (context) => listCompanyPage(context, caller, { query: "example" }),
          "what happened": (context) => listActivity(context, caller, {}),
          "what happened, far back": (context) => listActivity(context, caller, { to: farBack }),
          "what seldom happens": (context) => listActivity(context, caller, { kind: "mpin.wrong" }),
          "what happened to somebody": (context) => listActivity(context, caller, { user: somebody }),
        };
        for (const [name, page] of Object.entries(pages)) {
          const { Plan } = await explained(world.context, page);
          const touched = Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"];
          const whose = caller === ofFew ? "an administrator of few" : caller.role;
          expect.soft(touched, `${name} by ${whose}`).toBeLessThan(fewPages);
        }
        for (const { Plan } of await allExplained(world.context, (context) =>
          readOverview(context, caller),
        )) {
          const touched = Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"];
          expect.soft(touched, `the overview by ${caller.role}`).toBeLessThan(countingPages);
        }
      }
    } finally {
      await world.close();
    }
  },
  180_000,
);

/** Half of them in one company, the others spread over the rest; a few are frozen, wait, or are invited. */
async function addCrowd(
  { database }: Context,
  { large, small, like }: { large: CompanyId; small: CompanyId; like: DeviceId },
): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    // What is written here holds together: the database need not look each row up again, nor be quick.
    await sql`set local session_replication_role = replica`.execute(transaction);
    await sql`set local statement_timeout = 0`.execute(transaction);
    await insertCrowd(transaction, { large, like });
    await insertWorkOfCrowd(transaction);
    await insertFew(transaction, small);
  });
  await sql`analyze`.execute(database.kysely);
}

async function insertCrowd(
  kysely: Transaction,
  { large, like }: { large: CompanyId; like: DeviceId },
): Promise<void> {
  await sql`
    insert into users (id, company_id, name, role, features, created_at, sort_name, search_words, frozen_at)
    select 'usr_' || lpad(n::text, 26, '0'), case when n % 2 = 0 then ${large} else company_id end,
      'Person ' || n * 10, 'user', '[]', devices.created_at, 'person ' || n * 10, array['person', (n * 10)::text],
      case when n % 5000 = 0 then devices.created_at end
    from devices, generate_series(1, ${crowd}::integer) as n where devices.id = ${like}
  `.execute(kysely);
  await sql`
    insert into devices (id, user_id, company_id, activation_id, status, suite, device_key, signing_key, certificate,
      fingerprint, salt, argon2, sealed_verifier, sealed_share, created_at)
    select 'dev_' || lpad(substr(users.id, 5), 43, '0'), users.id, users.company_id, activation_id,
      case when users.id like '%2000' then 'awaiting-approval' else 'active' end, suite, '{}', '{}', '',
      upper(substr(md5(users.id), 1, 4) || '-' || substr(md5(users.id), 5, 4)), salt, argon2, '', '',
      users.created_at + substr(users.id, 5)::bigint * interval '1 second'
    from users, devices where devices.id = ${like} and users.name like 'Person %'
  `.execute(kysely);
  await sql`
    insert into activations (id, user_id, company_id, offer, status, created_at, expires_at, device_id)
    select 'act_' || substr(users.id, 5), users.id, users.company_id, '', status.of,
      users.created_at + substr(users.id, 5)::bigint * interval '1 second', users.created_at + interval '1 day',
      case when status.of = 'complete' then devices.id end
    from users join devices on devices.user_id = users.id
    cross join lateral (select case when users.id like '%1000' then 'open' when users.id like '%3000' then 'expired'
      when users.id like '%4000' then 'revoked' else 'complete' end as of) as status
    where users.name like 'Person %'
  `.execute(kysely);
  await sql`
    update devices set activation_id = 'act_' || substr(user_id, 5) where status = 'awaiting-approval' and user_id like 'usr_000%'
  `.execute(kysely);
  await sql`
    insert into notice_deliveries (id, channel, user_id, activation_id, due_at, expires_at, created_at, failure, dead_at)
    select gen_random_uuid()::text, 'mail', user_id, id, created_at, expires_at, created_at,
      case when status = 'expired' then 'status 550' end, case when status = 'expired' then created_at end
    from activations where user_id like 'usr_000%'
  `.execute(kysely);
  await sql`
    insert into audit_entries (id, at, company_id, kind, position, entry)
    select gen_random_uuid()::text, created_at + n * interval '1 second', company_id,
      case when n = 3 and id like '%1000' then 'mpin.wrong' else 'session.opened' end,
      10000000 + substr(id, 5)::bigint * 3 + n, '{"user":"' || id || '"}'
    from users, generate_series(1, 3) as n where name like 'Person %'
  `.execute(kysely);
}

/** Of each user a computer, a proposal that was decided long ago, and a mail that was given up; and some imports, of which one is large. */
async function insertWorkOfCrowd(kysely: Transaction): Promise<void> {
  await sql`
    insert into computers (id, computer_key, description, created_at, used_at)
    select 'cpt_' || lpad(substr(id, 5), 43, '0'), '{}', '{"browser":"Firefox","system":"Linux"}', created_at, created_at
    from users where name like 'Person %'
  `.execute(kysely);
  await sql`
    insert into user_computers (user_id, computer_id, company_id, status, since, used_at, expires_at)
    select id, 'cpt_' || lpad(substr(id, 5), 43, '0'), company_id,
      case when id like '%2000' then 'waiting' when id like '%3000' then 'refused' else 'known' end,
      created_at + substr(id, 5)::bigint * interval '1 second', created_at, created_at + interval '90 days'
    from users where name like 'Person %'
  `.execute(kysely);
  await sql`
    insert into proposals (id, company_id, kind, content, proposed_by, created_at, expires_at, status, decided_by, decided_at)
    select 'prp_' || substr(id, 5), company_id, 'policy.change', '{"kind":"policy.change","from":{},"to":{}}', id,
      created_at + substr(id, 5)::bigint * interval '1 second', created_at + interval '3 days',
      case when id like '%2000' then 'open' when id like '%3000' then 'rejected' else 'confirmed' end,
      case when id not like '%2000' then 'usr_' || lpad((substr(id, 5)::bigint % 100000 + 1)::text, 26, '0') end,
      case when id not like '%2000' then created_at end
    from users where name like 'Person %'
  `.execute(kysely);
  await sql`
    insert into imports (id, company_id, user_id, via, digest, status, total, created_at)
    select 'imp_' || substr(id, 5), company_id, id, 'console', '', case when id like '%2000' then 'running' else 'done' end,
      10, created_at + substr(id, 5)::bigint * interval '1 second'
    from users where name like 'Person %' and id like '%00'
  `.execute(kysely);
  await sql`
    insert into import_lines (import_id, line, name, functions, identity, attempts)
    select imports.id, n, 'Somebody', '[]', n::text, case when n % 100 = 0 then 9 else 0 end
    from imports, generate_series(1, case when imports.id = ${largeImport} then 10000 else 10 end) as n
  `.execute(kysely);
  await sql`
    insert into notice_deliveries (id, channel, user_id, notice_id, due_at, expires_at, created_at, failure, dead_at)
    select gen_random_uuid()::text, 'mail', id, 'ntc_' || substr(id, 5), created_at, created_at + interval '1 day', created_at, 'ECONNREFUSED',
      case when id like '%2000' then null else created_at end
    from users where name like 'Person %'
  `.execute(kysely);
}

/** Three of them are a small company's, with all that they have, from before anything of the others. */
async function insertFew(kysely: Transaction, small: CompanyId): Promise<void> {
  const few = sql.join(["1100", "1300", "1700"].map((n) => `usr_${n.padStart(26, "0")}`));
  const times = {
    users: "created_at",
    devices: "created_at",
    activations: "created_at",
    imports: "created_at",
  };
  for (const [table, at] of Object.entries({ ...times, proposals: "created_at", user_computers: "since" })) {
    const owner = { users: "id", proposals: "proposed_by" }[table] ?? "user_id";
    await sql`
      update ${sql.table(table)} set company_id = ${small}, ${sql.ref(at)} = ${sql.ref(at)} - interval '1 year'
      where ${sql.ref(owner)} in (${few})
    `.execute(kysely);
  }
}

/** Nothing is what an explained statement finds. */
function requireNotFound(error: unknown): void {
  expect(error).toMatchObject({ code: "not_found" });
}

/** How the database reads for a page: its one statement is explained instead of run. */
async function explained(context: Context, page: (context: Context) => Promise<unknown>): Promise<Explained> {
  const [plan] = await allExplained(context, page);
  if (plan === undefined) throw new Error("the page asked nothing that could be explained");
  return plan;
}

/** The same of what asks several times. */
async function allExplained(
  context: Context,
  page: (context: Context) => Promise<unknown>,
): Promise<Explained[]> {
  const plans: Explained[] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => explain(node),
    async transformResult({ result }) {
      const [row] = result.rows as { "QUERY PLAN"?: Explained[] }[];
      if (row?.["QUERY PLAN"] === undefined) return result;
      plans.push(...row["QUERY PLAN"]);
      return { ...result, rows: [] };
    },
  };
  const kysely = context.database.kysely.withPlugin(plugin);
  await page({ ...context, database: { ...context.database, kysely } });
  return plans;
}

function explain(node: RootOperationNode): RootOperationNode {
  if (node.kind !== "RawNode") return node;
  const [first = "", ...others] = node.sqlFragments;
  return {
    ...node,
    sqlFragments: [`explain (analyze, buffers, format json) ${first}`, ...others],
  } as RootOperationNode;
}
