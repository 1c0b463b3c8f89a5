/**
 * Who may do what, over HTTP: each operation of the people API, by each role of two companies and of the operator, about a subject
 * in each. What the table of permissions allows is done; everything else is answered as if nothing were there, and changes
 * nothing. An operation without a row here fails.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { ClientId, CompanyId, ComputerId, DeviceId, ImportId, UserId } from "@mtoken/protocol";
import {
  computerFingerprint,
  newActivationId,
  newClientId,
  newCompanyId,
  newImportId,
  newProposalId,
  newUserId,
} from "@mtoken/protocol";
import type { Act, OrganizationKind, Permission, Role, Subject } from "@mtoken/protocol/people";
import {
  clientRoles,
  mayAct,
  operatorRoles,
  organizationOf,
  overviewSchema,
  permissions,
  reachOf,
  usualPolicy,
  widestLimits,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { later } from "../clock.ts";
import { setStanding } from "../computer/store.ts";
import { endDevice } from "../device/end-device.ts";
import { buildServers, type Servers } from "../http/build-server.ts";
import { rotateIdentity } from "../keys/identity.ts";
import { insertProposal } from "../proposal/store.ts";
import { consoleOf, copyDevice, type PeopleApi, portalOf } from "../testing/console-people.ts";
import { listOperations } from "../testing/operations.ts";
import { PhoneWorld } from "../testing/phone-world.ts";
import { digestOf } from "../testing/read-tables.ts";
import { type ConsoleAnswer, listIn, textIn } from "../testing/test-console.ts";
import { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { createCompany } from "./companies.ts";
import { inviteUser } from "./invite-user.ts";
import { createUser } from "./users.ts";

/** Long on a busy machine, where each step waits for its turn. */
const patience = 120_000;

/** Somebody whom an operation may be about, with all that is theirs. */
interface Somebody {
  kind: OrganizationKind;
  company: CompanyId;
  user: UserId;
  device: DeviceId;
  fingerprint: string;
  computer: ComputerId;
  activation: string;
  import: ImportId;
  delivery: string;
  proposal: string;
  portal: ClientId;
  key: string;
}

interface Organization {
  kind: OrganizationKind;
  company: CompanyId;
}

/** The operator's people have the console alone. */
const ways = ["console", "portal"] as const;
type Way = (typeof ways)[number];

interface Person extends Organization {
  user: UserId;
  role: Role;
  way: Way;
  browser: PeopleApi;
}

interface Row {
  act: Act;
  /**
   * About somebody, a company as a whole, the operator's own affairs, or a list, which shows whom the act reaches, or a sum over
   * those.
   */
  about: "user" | "company" | "operator" | "list" | "figures";
  body?: (subject: Somebody) => object;
  /** What makes somebody whom it can be done to; somebody with a waiting device and an open invitation will do else. */
  needs?:
    | ("frozen" | "administrator" | "own proposal" | "own import" | "own company" | "stopped")
    | ("waiting computer" | "refused computer" | "strange computer");
  /** What names things in a list, as an id of the subject. */
  lists?: "user" | "company" | "device" | "computer" | "proposal" | "activation" | "import";
  /** What a list is of, where its items are not what it names. */
  of?: "events" | "lines";
}

function isAct(about: Row["about"]): boolean {
  return about !== "list" && about !== "figures";
}

const why = { reason: "suspicious", note: "Called us at noon" };
const stop = { body: () => why };
const ofComputer = { about: "user", body: ({ user }: Somebody) => ({ user, ...why }) } as const;

/** A proposal's kind says who may decide it; those of the matrix are of this one. */
const deciding = {
  act: "policy.change",
  about: "company",
  body: () => ({ note: "Agreed by telephone" }),
} as const;

/** A company with somebody new in it. */
const file = {
  about: "company",
  body: ({ company, user }: Somebody) => ({
    company,
    csv: Buffer.from(`name\nNora ${user}`).toString("base64url"),
    reference: "Letter of 2 May",
  }),
} as const;

const rows: Readonly<Record<string, Row>> = {
  "POST /v1/invitations/preview": { act: "user.create", ...file },
  "POST /v1/invitations/import": { act: "user.create", ...file },
  "GET /v1/invitations": { act: "invitation.read", about: "list", lists: "activation" },
  "GET /v1/imports": { act: "invitation.read", about: "list", lists: "import" },
  "GET /v1/imports/{import}/failed": { act: "invitation.read", about: "company" },
  "GET /v1/imports/{import}": { act: "invitation.read", about: "company" },
  "POST /v1/imports/{import}/codes": { act: "user.create", about: "company", needs: "own import" },
  "GET /v1/activity": { act: "activity.read", about: "list", lists: "user", of: "events" },
  "GET /v1/activity.csv": { act: "activity.read", about: "list", lists: "user", of: "lines" },
  "GET /v1/companies": { act: "company.read", about: "list", lists: "company" },
  "POST /v1/companies": { act: "company.create", about: "operator", body: () => ({ name: "Bakers & Co" }) },
  "GET /v1/companies/{company}": { act: "company.read", about: "company" },
  "POST /v1/companies/{company}/devices/deactivate": {
    ...{ act: "company.end-devices", about: "company" },
    ...stop,
  },
  "GET /v1/companies/{company}/policy": { act: "company.read", about: "company" },
  "POST /v1/companies/{company}/policy": {
    ...{ act: "policy.change", about: "company" },
    body: () => ({ policy: { ...usualPolicy, devices: 3 } }),
  },
  "POST /v1/companies/{company}/rename": {
    ...{ act: "company.rename", about: "company" },
    body: () => ({ name: "Another Name" }),
  },
  "POST /v1/companies/{company}/stop": {
    act: "company.stop",
    about: "company",
    needs: "own company",
    ...stop,
  },
  "POST /v1/companies/{company}/resume": {
    ...{ act: "company.resume", about: "company", needs: "stopped" },
    body: () => ({}),
  },
  "GET /v1/limits": { act: "limits.read", about: "operator" },
  "POST /v1/limits/preview": {
    ...{ act: "limits.read", about: "operator" },
    body: () => ({ limits: widestLimits }),
  },
  "GET /v1/identity-keys": { act: "operator-keys.read", about: "operator" },
  "POST /v1/identity-keys/{key}/revoke": { act: "operator-keys.revoke", about: "operator", ...stop },
  "GET /v1/portals": { act: "portal.read", about: "operator" },
  "POST /v1/portals/{portal}/end": { act: "portal.end", about: "operator", ...stop },
  "POST /v1/limits": {
    ...{ act: "limits.change", about: "operator" },
    body: () => ({ limits: { ...widestLimits, devices: 2 } }),
  },
  "POST /v1/staff": {
    ...{ act: "staff.create", about: "operator" },
    body: () => ({ name: "Nora New", role: "auditor" }),
  },
  "POST /v1/identity-keys": { act: "operator-keys.rotate", about: "operator", body: () => ({}) },
  "GET /v1/proposals": { act: "proposal.read", about: "list", lists: "proposal" },
  "GET /v1/proposals/{proposal}": { act: "proposal.read", about: "company" },
  "POST /v1/proposals/{proposal}/confirm": deciding,
  "POST /v1/proposals/{proposal}/reject": deciding,
  "POST /v1/proposals/{proposal}/withdraw": { ...deciding, needs: "own proposal" },
  "GET /v1/computers": { act: "computer.read", about: "list", lists: "computer" },
  "POST /v1/computers/{computer}/approve": {
    ...{ act: "computer.approve", about: "user", needs: "waiting computer" },
    body: ({ user, computer }) => ({ user, fingerprint: computerFingerprint(computer) }),
  },
  "POST /v1/computers/{computer}/refuse": {
    ...ofComputer,
    ...{ act: "computer.approve", needs: "waiting computer" },
  },
  "POST /v1/computers/{computer}/revoke": { ...ofComputer, act: "computer.revoke" },
  "POST /v1/computers/{computer}/allow": {
    ...ofComputer,
    ...{ act: "computer.allow", needs: "refused computer" },
  },
  "POST /v1/users/{user}/computers": {
    ...{ act: "computer.approve", about: "user", needs: "strange computer" },
    body: ({ computer }) => ({ fingerprint: computerFingerprint(computer) }),
  },
  "GET /v1/deliveries": { act: "delivery.read", about: "operator" },
  "POST /v1/deliveries/{delivery}/retry": { act: "delivery.retry", about: "operator" },
  "GET /v1/devices": { act: "device.read", about: "list", lists: "device" },
  "POST /v1/devices/{device}/approve": {
    ...{ act: "device.approve", about: "user", needs: "own company" },
    body: ({ fingerprint }) => ({ fingerprint }),
  },
  "POST /v1/devices/{device}/deactivate": { act: "device.deactivate", about: "user", ...stop },
  "GET /v1/overview": { act: "device.read", about: "figures" },
  "POST /v1/invitations/{activation}/revoke": { act: "invitation.revoke", about: "user", ...stop },
  "GET /v1/users": { act: "user.read", about: "list", lists: "user" },
  "POST /v1/users": {
    ...{ act: "user.create", about: "company" },
    body: ({ company }) => ({ company, name: "Nora New", reference: "Letter of 1 May" }),
  },
  "GET /v1/users/{user}": { act: "user.read", about: "user" },
  "POST /v1/users/{user}/change": { act: "user.change", about: "user", body: () => ({ language: "de" }) },
  "POST /v1/users/{user}/devices/deactivate": { act: "device.deactivate", about: "user", ...stop },
  "POST /v1/users/{user}/entitle": {
    ...{ act: "user.entitle", about: "user" },
    body: () => ({ functions: [], reference: "Letter of 3 May" }),
  },
  "POST /v1/users/{user}/freeze": { act: "user.freeze", about: "user", ...stop },
  "GET /v1/users/{user}/invitations": { act: "invitation.read", about: "user" },
  "POST /v1/users/{user}/invitations": { act: "invitation.send", about: "user" },
  "POST /v1/users/{user}/end-administrator": {
    ...{ act: "administrator.end", about: "user", needs: "administrator" },
    ...stop,
  },
  "POST /v1/users/{user}/make-administrator": { act: "administrator.make", about: "user", body: () => ({}) },
  "POST /v1/users/{user}/remove": { act: "user.remove", about: "user", ...stop },
  "POST /v1/users/{user}/unfreeze": { act: "user.unfreeze", about: "user", needs: "frozen", ...stop },
};

describeEachEngine("the people API", (engine) => {
  let world: PhoneWorld;
  let servers: Servers;
  let template: DeviceId;
  let portal: TestPortal;
  let organizations: Organization[];
  let people: Person[];
  let bank: CompanyId;
  let notFound: ConsoleAnswer["body"];

  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    servers = await buildServers(world.context);
    template = (await world.activePhone()).device;
    const { context } = world;
    portal = await TestPortal.make(servers.signIn, context, { managesPeople: true });
    bank = await createCompany(context, { name: "Example Bank", kind: "operator" });
    organizations = [
      { kind: "client", company: await world.addCompany({ approval: true }) },
      { kind: "client", company: await world.addCompany({ approval: true }) },
      { kind: "operator", company: bank },
    ];
  }, 120_000);
  beforeEach(async () => {
    people = [];
    for (const organization of organizations) {
      const roles = organization.kind === "operator" ? operatorRoles : clientRoles;
      for (const role of roles)
        for (const way of organization.kind === "operator" ? (["console"] as const) : ways)
          people.push(await addPerson(organization, role, way));
    }
    const [first] = people;
    notFound = (await first?.browser.get(`/v1/users/${newUserId()}`))?.body;
  }, patience);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function addPerson({ kind, company }: Organization, role: Role, way: Way): Promise<Person> {
    const user = await createUser(world.context, { company, name: `Pat ${role}`, role });
    const { device } = await copyDevice(world.context, template, { user, company });
    const browser =
      way === "portal"
        ? await portalOf(servers.signIn, world.context, { portal, user, device })
        : await consoleOf(servers.console, world.context, { user, company, device });
    return { kind, company, user, role, way, browser };
  }

  /** Somebody of no power, with a phone that waits, and an open invitation where that is what it is about. */
  async function addSomebody(
    { kind, company }: Organization,
    operation?: Known,
    caller?: Person,
  ): Promise<Somebody> {
    const administrator = operation?.needs === "administrator" && kind === "client";
    const role = kind === "operator" ? "auditor" : administrator ? "administrator" : "user";
    const user = await createUser(world.context, { company, name: "Sam Subject", role });
    const status = "awaiting-approval";
    const waiting = await copyDevice(world.context, template, { user, company, status });
    const activation = await invitationFor(operation, user);
    if (operation?.needs === "frozen")
      await world.context.database.kysely
        .updateTable("users")
        .set({ frozen_at: world.clock.now() })
        .where("id", "=", user)
        .execute();
    const proposal = await proposalFor(operation, { kind, company }, caller);
    const by = operation?.needs === "own import" && caller !== undefined ? caller.user : user;
    const own = await importFor(operation, company, by);
    const computer = await computerFor(operation, { company, user });
    const delivery = await deliveryFor(operation, user);
    const ended = await portalFor(operation);
    const key = await keyFor(operation);
    const ids = { computer, activation, proposal, import: own, delivery, portal: ended, key };
    return { kind, company, user, ...waiting, ...ids };
  }

  /** Known, where nothing else is needed. */
  async function computerFor(
    operation: Known | undefined,
    { company, user }: { company: CompanyId; user: UserId },
  ): Promise<ComputerId> {
    const computer = `cpt_${randomBytes(32).toString("base64url")}` as ComputerId;
    const { kysely } = world.context.database;
    const at = world.clock.now();
    const seen = { description: "Chrome on Linux", created_at: at, used_at: at };
    await kysely
      .insertInto("computers")
      .values({ id: computer, computer_key: "{}", ...seen })
      .execute();
    if (operation?.needs === "strange computer") return computer;
    const [word = ""] = operation?.needs?.split(" computer") ?? [];
    const status = word === "waiting" || word === "refused" ? word : "known";
    const standing = { user, computer, company, status, at, expiresAt: later(at, 3600) } as const;
    await kysely.transaction().execute((transaction) => setStanding(transaction, standing));
    return computer;
  }

  /** One that nobody acts through. */
  async function portalFor(operation: Known | undefined): Promise<ClientId> {
    if (!operation?.params.includes("portal")) return newClientId();
    return (await TestPortal.make(servers.signIn, world.context)).id;
  }

  /** Another one than that which is left. */
  async function keyFor(operation: Known | undefined): Promise<string> {
    return operation?.params.includes("key") ? rotateIdentity(world.context) : "A".repeat(43);
  }

  /** The mail of an invitation, which was given up. */
  async function deliveryFor(operation: Known | undefined, user: UserId): Promise<string> {
    const id = randomUUID();
    if (!operation?.params.includes("delivery")) return `dlv_${id}`;
    const { activation } = await inviteUser(world.context, { user });
    const at = world.clock.now();
    const times = { due_at: at, created_at: at, dead_at: at, expires_at: at, failure: "not made" };
    await world.context.database.kysely
      .insertInto("notice_deliveries")
      .values({ id, channel: "mail", user_id: user, activation_id: activation, ...times })
      .execute();
    return `dlv_${id}`;
  }

  async function importFor(operation: Known | undefined, company: CompanyId, by: UserId): Promise<ImportId> {
    const id = newImportId();
    if (operation !== undefined && !operation.params.includes("import")) return id;
    const row = { id, company_id: company, user_id: by, via: "console", digest: Buffer.alloc(64), total: 0 };
    await world.context.database.kysely
      .insertInto("imports")
      .values({ ...row, created_at: world.clock.now() })
      .execute();
    return id;
  }

  /** Of another policy. */
  async function proposalFor(
    operation: Known | undefined,
    { kind, company }: Organization,
    caller: Person | undefined,
  ): Promise<string> {
    if (operation !== undefined && !operation.params.includes("proposal")) return newProposalId();
    const { kysely } = world.context.database;
    const role = kind === "operator" ? "officer" : "administrator";
    const own = operation?.needs === "own proposal" ? caller?.user : undefined;
    const by = own ?? (await createUser(world.context, { company, name: "Pia Proposer", role }));
    const { policy: from } = await kysely
      .selectFrom("companies")
      .select("policy")
      .where("id", "=", company)
      .executeTakeFirstOrThrow();
    const id = newProposalId();
    const content = {
      kind: "policy.change",
      from,
      to: { ...from, devices: (from.devices % 5) + 1 },
    } as const;
    const at = world.clock.now();
    await kysely.transaction().execute((transaction) =>
      insertProposal(transaction, {
        ...{ id, company, subject: null, content, note: undefined, by, at, expiresAt: later(at, 3600) },
        via: "console",
      }),
    );
    return id;
  }

  /** Each takes a key of its own. */
  async function invitationFor(operation: Known | undefined, user: UserId): Promise<string> {
    if (operation !== undefined && !operation.params.includes("activation")) return newActivationId();
    return (await inviteUser(world.context, { user })).activation;
  }

  function operations() {
    return listOperations(servers)
      .filter(({ tags }) => tags.includes("people"))
      .map((operation) => {
        const row = rows[operation.name];
        if (row === undefined) throw new Error(`${operation.name} has no row in the matrix`);
        return { ...operation, ...row };
      });
  }

  type Known = ReturnType<typeof operations>[number];

  function send(
    { method, path, body }: Known,
    { browser }: Person,
    subject: Somebody,
  ): Promise<ConsoleAnswer> {
    const ids: Readonly<Record<string, string>> = { ...subject };
    const address = path.replaceAll(/\{(\w+)\}/g, (_part, name: string) => String(ids[name]));
    const sent = body?.(subject);
    return browser.call({ method, path: address, ...(sent !== undefined && { body: sent }) });
  }

  function subjectOf(
    { about }: Pick<Row, "about">,
    { company, kind, user }: Organization & { user: UserId },
  ): Subject {
    if (about === "operator") return { company: bank, kind: "operator" };
    return about === "company" ? { company, kind } : { company, kind, user };
  }

  /** Sessions tell when they were used, and nothing else of a call that is refused. */
  async function digest(): Promise<Record<string, string>> {
    const { console_sessions: _, ...others } = await digestOf(world.context);
    return others;
  }

  function nameOf({ name }: Known, { role, way, company }: Person, subject: Somebody): string {
    const whose = subject.company === company ? "own" : "another";
    return `${name} by ${role} at the ${way} about ${whose} ${subject.kind}'s`;
  }

  test("is in the matrix, each operation of it, and nothing else is", () => {
    expect(
      operations()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(rows).sort());
  });

  test("refuses what is not allowed as if it were not there, and changes nothing", {
    timeout: patience,
  }, async () => {
    for (const operation of operations().filter(({ about }) => isAct(about))) {
      const subjects = await Promise.all(organizations.map((each) => addSomebody(each, operation)));
      const before = await digest();
      let refused = 0;
      for (const person of people) {
        for (const subject of subjects) {
          if (mayAct(person, operation.act, subjectOf(operation, subject))) continue;
          const { status, body } = await send(operation, person, subject);
          expect({ status, body }, nameOf(operation, person, subject)).toEqual({
            status: 404,
            body: notFound,
          });
          refused += 1;
        }
        if (operation.about === "operator") continue;
        // What never was, for who may and for who may not.
        const { kind, company } = person;
        const nothing = { kind, company, user: newUserId(), device: `dev_${"A".repeat(43)}` as DeviceId };
        const nobody = {
          ...nothing,
          ...{
            import: newImportId(),
            delivery: `dlv_${randomUUID()}`,
            fingerprint: "",
            computer: `cpt_${"A".repeat(43)}` as ComputerId,
            activation: newActivationId(),
            proposal: newProposalId(),
            portal: newClientId(),
            key: "A".repeat(43),
          },
          ...(operation.about === "company" && { company: newCompanyId() }),
        };
        const { status, body } = await send(operation, person, nobody);
        expect({ status, body }, `${operation.name} of nothing`).toEqual({ status: 404, body: notFound });
      }
      expect(refused, operation.name).toBeGreaterThan(0);
      expect(await digest(), operation.name).toEqual(before);
    }
  });

  test("does what is allowed", { timeout: patience }, async () => {
    for (const operation of operations().filter(({ about }) => isAct(about))) {
      const pairs = people.flatMap((person) => organizations.map((where) => [person, where] as const));
      const allowed = pairs.filter(([person, { kind, company }]) =>
        mayAct(person, operation.act, subjectOf(operation, { kind, company, user: newUserId() })),
      );
      expect(allowed.length, operation.name).toBeGreaterThan(0);
      for (const [person, where] of allowed) {
        // Acts about a whole company end what others are signed in with.
        const place = await placeFor(operation, where);
        const who = await addPerson(
          where.company === person.company ? place : person,
          person.role,
          person.way,
        );
        const subject = await addSomebody(place, operation, who);
        const answer = await send(operation, who, subject);
        expect(answer.status, `${nameOf(operation, who, subject)} ${answer.body}`).toBeOneOf([
          200, 201, 202, 204,
        ]);
      }
    }
  });

  test("does about oneself what reaches nobody else", { timeout: patience }, async () => {
    const done = new Set<string>();
    for (const operation of operations().filter(({ about }) => about === "user")) {
      for (const person of people) {
        if (!reachOf(person.role, operation.act).includes("own")) continue;
        // What is done to oneself ends with oneself, or one's phone.
        const who = await addPerson(person, person.role, person.way);
        const self = await themselves(operation, who);
        const answer = await send(operation, who, self);
        expect(answer.status, `${operation.name} by ${who.role} at the ${who.way} ${answer.body}`).toBeOneOf([
          200, 204,
        ]);
        done.add(operation.act);
      }
    }
    expect([...done].sort()).toEqual([
      ...["computer.allow", "computer.revoke", "device.deactivate", "user.freeze", "user.read"],
    ]);
    await world.context.sequencer.sequenceNow();
    for (const person of people.filter(({ role }) => role === "user"))
      for (const operation of operations().filter(({ lists }) => lists === "user" || lists === "device")) {
        const shown = await listed(person, operation);
        if (operation.lists === "user") expect(shown, operation.name).toEqual(new Set([person.user]));
        else expect(shown.size, operation.name).toBe(1);
      }
  });

  /** Two of a company, one with a blocked phone and one with a deactivated one. */
  async function addEnded(place: Organization, operation: Known): Promise<Somebody[]> {
    const ended = [await addSomebody(place, operation), await addSomebody(place, operation)];
    const at = world.clock.now();
    for (const [index, { device }] of ended.entries()) {
      const status = index === 0 ? "blocked" : "deactivated";
      await world.context.database.kysely
        .updateTable("devices")
        .set((is) => ({ tries: is.ref("tries_allowed") }))
        .where("id", "=", device)
        .execute();
      await world.context.database.kysely
        .transaction()
        .execute((transaction) =>
          endDevice(transaction, { device, status, reason: "tries", by: "server", at }),
        );
    }
    return ended;
  }

  /** What makes a phone one that works. */
  async function workingOf(somebodies: readonly Somebody[]): Promise<object[]> {
    return world.context.database.kysely
      .selectFrom("devices")
      .select(["id", "status", "sealed_share", "sealed_verifier", "tries", "tries_allowed", "ended_at"])
      .where(
        "id",
        "in",
        somebodies.map(({ device }) => device),
      )
      .orderBy("id")
      .execute();
  }

  /** One of each role that may do it at this place: of the client there, or of the operator. */
  async function allowedAt(
    operation: Known,
    { place, client }: { place: Organization; client: Organization },
  ): Promise<Person[]> {
    const about = subjectOf(operation, { ...place, user: newUserId() });
    const homes = [...clientRoles, ...operatorRoles].map((role): [Role, Organization] => [
      role,
      organizationOf(role) === "client" ? client : { kind: "operator", company: bank },
    ]);
    const may = homes.filter(([role, { company }]) =>
      mayAct({ user: newUserId(), company, role }, operation.act, about),
    );
    return Promise.all(may.map(([role, home]) => addPerson(home, role, "console")));
  }

  test("has nothing that brings a phone back that was blocked or deactivated, for whoever asks", {
    timeout: patience,
  }, async () => {
    let sent = 0;
    for (const operation of operations().filter(({ method, about }) => method === "POST" && isAct(about))) {
      const client: Organization = { kind: "client", company: await world.addCompany({ approval: true }) };
      for (const place of [client, { kind: "operator", company: bank } as const]) {
        const ended = await addEnded(place, operation);
        const before = await workingOf(ended);
        expect(before).toMatchObject(ended.map(() => ({ sealed_share: null, sealed_verifier: null })));
        for (const who of await allowedAt(operation, { place, client })) {
          for (const subject of ended) await send(operation, who, subject);
          sent += ended.length;
        }
        expect(await workingOf(ended), `${operation.name} about a ${place.kind}'s`).toEqual(before);
      }
    }
    expect(sent).toBeGreaterThan(0);
  });

  test("sums whom the act reaches, and nobody else", { timeout: patience }, async () => {
    const figuresOf = async ({ browser }: Person) => {
      const { waiting, odd } = v.parse(overviewSchema, (await browser.get("/v1/overview")).body);
      return { invitations: waiting.invitations, frozen: odd.frozen };
    };
    for (const organization of organizations) {
      const before = await Promise.all(people.map(figuresOf));
      const { user } = await addSomebody(organization);
      await inviteUser(world.context, { user });
      await world.context.database.kysely
        .updateTable("users")
        .set({ frozen_at: world.clock.now() })
        .where("id", "=", user)
        .execute();
      for (const [index, person] of people.entries()) {
        const subject = { ...organization, user };
        const more = (act: Act) => Number(mayAct(person, act, subject));
        const { invitations = null, frozen = 0 } = before[index] ?? {};
        expect(await figuresOf(person), `${person.role} at the ${person.way}`).toEqual({
          invitations: invitations === null ? null : invitations + more("invitation.read"),
          frozen: frozen + more("user.read"),
        });
      }
    }
    for (const person of people)
      expect((await figuresOf(person)).invitations === null, person.role).toBe(
        reachOf(person.role, "invitation.read").length === 0,
      );
  });

  /** A company without anybody else, for what depends on who is there, or ends all that they have. */
  async function placeFor({ needs }: Known, where: Organization): Promise<Organization> {
    if (where.kind === "operator" || (needs !== "own company" && needs !== "stopped")) return where;
    const company = await world.addCompany({ approval: true });
    if (needs === "stopped")
      await world.context.database.kysely
        .updateTable("companies")
        .set({ stopped_at: world.clock.now() })
        .where("id", "=", company)
        .execute();
    return { kind: where.kind, company };
  }

  /** The ids of all pages. */
  async function listed({ browser }: Person, { path, of }: Known): Promise<Set<string>> {
    if (of === "lines") return new Set(String((await browser.get(path)).body).match(/usr_[0-9a-z]{26}/g));
    const items: ReturnType<typeof listIn>["items"] = [];
    let cursor = "";
    do {
      const page = listIn(await browser.get(`${path}?limit=${of === undefined ? 40 : 100}${cursor}`));
      items.push(...page.items);
      cursor = page.next === null ? "" : `&cursor=${page.next}`;
    } while (cursor !== "");
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    return new Set(items.map(({ id, user }) => (of === "events" ? (user?.id ?? "") : id)));
  }

  test("lists whom the act reaches, and nobody else", { timeout: patience }, async () => {
    const subjects = await Promise.all(organizations.map((each) => addSomebody(each)));
    // What is about them is read once it has its place in the log.
    await world.context.sequencer.sequenceNow();
    for (const operation of operations().filter(({ about }) => about === "list")) {
      for (const person of people) {
        if (reachOf(person.role, operation.act).length === 0) {
          const { status, body } = await person.browser.get(operation.path);
          expect({ status, body }, `${operation.name} by ${person.role}`).toEqual({
            ...{ status: 404, body: notFound },
          });
          continue;
        }
        const shown = await listed(person, operation);
        for (const subject of subjects) {
          const about = ["company", "proposal", "import"].includes(operation.lists ?? "")
            ? "company"
            : "user";
          const expected = mayAct(person, operation.act, subjectOf({ ...operation, about }, subject));
          const id = subject[operation.lists ?? "user"];
          expect(shown.has(id), nameOf(operation, person, subject)).toBe(expected);
        }
      }
    }
  });

  test("takes no portal's word for two people: what it proposed for one it decides for nobody", async () => {
    const { context } = world;
    const company = await world.addCompany();
    const elsewhere = await TestPortal.make(servers.signIn, context, { managesPeople: true });
    const [ann, ben] = [await addAdministrator(), await addAdministrator()];
    const through = (person: typeof ann, by: TestPortal) =>
      portalOf(servers.signIn, context, { portal: by, ...person });
    const [annHere, benHere] = [await through(ann, portal), await through(ben, portal)];
    const benElsewhere = await through(ben, elsewhere);
    for (const decision of ["confirm", "reject"]) {
      const policy = { ...usualPolicy, devices: decision === "confirm" ? 2 : 3 };
      const proposed = await annHere.call({ path: `/v1/companies/${company}/policy`, body: { policy } });
      const path = `/v1/proposals/${textIn(proposed, "proposal")}/${decision}`;
      for (const person of [annHere, benHere])
        expect(await person.call({ path, body: {} })).toMatchObject({
          ...{ status: 403, body: { code: "not_allowed" } },
        });
      expect((await benElsewhere.call({ path, body: {} })).status).toBe(204);
    }

    async function addAdministrator() {
      const user = await createUser(context, { company, name: "Pat", role: "administrator" });
      return { user, ...(await copyDevice(context, template, { user, company })) };
    }
  });

  test("refuses about oneself what is never about oneself, and says so", { timeout: patience }, async () => {
    for (const operation of operations()) {
      const permission: Permission = permissions[operation.act];
      if (permission.notOneself !== true) continue;
      const cases: [person: Person, themselves: Somebody][] = [];
      for (const person of people)
        if (reachOf(person.role, operation.act).length > 0)
          cases.push([person, await themselves(operation, person)]);
      const before = await digest();
      for (const [person, self] of cases) {
        const answer = await send(operation, person, self);
        // A colleague could: so it is the table's word on oneself, and not its reach, that refuses.
        const reached = mayAct(person, operation.act, { ...self, user: newUserId() });
        expect(textIn(answer, "code"), `${operation.name} by ${person.role}`).toBe(
          reached ? "not_allowed" : "not_found",
        );
      }
      expect(await digest(), operation.name).toEqual(before);
    }
  });

  /** With what is theirs as anybody's is, that it could be done to. */
  async function themselves(operation: Known, { user, company, kind }: Person): Promise<Somebody> {
    const status = "awaiting-approval";
    const waiting = await copyDevice(world.context, template, { user, company, status });
    const activation = await invitationFor(operation, user);
    const computer = await computerFor(operation, { company, user });
    const others = {
      ...{ import: newImportId(), delivery: "", proposal: newProposalId() },
      ...{ portal: newClientId(), key: "A".repeat(43) },
    };
    return { user, company, kind, ...waiting, computer, activation, ...others };
  }
});
