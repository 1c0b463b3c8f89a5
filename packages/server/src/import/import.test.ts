/** Inviting many at once: all or nobody, each once whatever happens, and the codes to who began it, once. */
import { readdirSync, readFileSync } from "node:fs";
import type { CompanyId, DeviceId, ImportId, UserId } from "@mtoken/protocol";
import { formatRegistrationCode } from "@mtoken/protocol";
import { failedLinesSchema, importCodesSchema, mostImported, type Role } from "@mtoken/protocol/people";
import { sql } from "kysely";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "../context.ts";
import { buildServers, type Servers } from "../http/build-server.ts";
import { CodeOutbox } from "../notice/code-outbox.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { createUser } from "../people/users.ts";
import { consoleOf, copyDevice, type PeopleApi, portalOf } from "../testing/console-people.ts";
import { PhoneWorld } from "../testing/phone-world.ts";
import { digestOf } from "../testing/read-tables.ts";
import { makeScratchDirectory } from "../testing/scratch-directory.ts";
import { listIn, textIn } from "../testing/test-console.ts";
import { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { claimLines, stopImport } from "./import-store.ts";
import { Importer } from "./importer.ts";
import { previewImport } from "./preview-import.ts";
import { startImport } from "./start-import.ts";

interface Person {
  user: UserId;
  device: DeviceId;
  browser: PeopleApi;
}

describeEachEngine("an import of users", (engine) => {
  let world: PhoneWorld;
  let servers: Servers;
  let bank: CompanyId;
  let company: CompanyId;
  let administrator: Person;

  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    servers = await buildServers(world.context);
    bank = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
    company = await world.addCompany();
    administrator = await addPerson("administrator");
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function addPerson(role: Role, at = company): Promise<Person> {
    const user = await createUser(world.context, { company: at, name: "Pat Person", role });
    const of = (await world.activePhone()).device;
    const { device } = await copyDevice(world.context, of, { user, company: at });
    return {
      user,
      device,
      browser: await consoleOf(servers.console, world.context, { user, company: at, device }),
    };
  }

  function send({ browser }: Person, path: string, lines: string[], given: object = {}) {
    const csv = Buffer.from(["name,mail", ...lines].join("\n")).toString("base64url");
    return browser.call({ path: `/v1/invitations/${path}`, body: { company, csv, ...given } });
  }

  async function begin(person: Person, lines: string[], given?: object): Promise<string> {
    const answer = await send(person, "import", lines, given);
    expect(answer.status).toBe(202);
    return `/v1/imports/${textIn(answer, "import")}`;
  }

  function importNow(context: Context = world.context): Promise<void> {
    return new Importer(context).importNow();
  }

  /** The users of these names, with how many invitations each has. */
  async function invited(names: string[], of = company): Promise<{ name: string; count: number }[]> {
    return world.context.database.kysely
      .selectFrom("users")
      .leftJoin("activations", "activations.user_id", "users.id")
      .select(({ fn }) => ["users.name", fn.count<number>("activations.id").as("count")])
      .where("users.company_id", "=", of)
      .where("users.name", "in", names)
      .groupBy(["users.id", "users.name"])
      .orderBy("users.name")
      .execute();
  }

  test("is refused to who has put down two full files within a day, and to nobody else", async () => {
    const [hasty, other] = [await addPerson("administrator"), await addPerson("administrator")];
    const first = await begin(hasty, ["Fern First,fern@mill.example"]);
    await world.context.database.kysely
      .updateTable("imports")
      .set({ total: 2 * mostImported - 1 })
      .where("user_id", "=", hasty.user)
      .execute();
    const two = ["Sam Second,sam@mill.example", "Tia Third,tia@mill.example"];
    expect(await send(hasty, "import", two)).toMatchObject({ status: 429, body: { code: "rate_limited" } });
    expect((await send(hasty, "import", two.slice(1))).status).toBe(202);
    expect((await send(other, "import", two.slice(0, 1))).status).toBe(202);
    await importNow();
    expect(first).toContain("imp_");
  });

  test("is shown beforehand, and refused whole while a line of it can't be taken", async () => {
    await createUser(world.context, { company, name: "Old Hand", role: "user", mail: "old@a.example" });
    const lines = ["Ada Alone,ada@a.example", "New Name,OLD@a.example", "=1+1,x@a.example"];
    const before = await digestOf(world.context);
    const { status, body } = await send(administrator, "preview", lines);
    expect(status).toBe(200);
    expect(body).toEqual({
      users: 1,
      first: [{ line: 2, name: "Ada Alone", mail: "ada@a.example", language: null, functions: ["payments"] }],
      problems: [
        { line: 3, field: "mail", code: "exists", other: null },
        { line: 4, field: "name", code: "formula", other: null },
      ],
    });
    expect(await send(administrator, "import", lines)).toMatchObject({
      ...{ status: 422, body: { code: "import_refused" } },
    });
    const { console_sessions: _, ...after } = await digestOf(world.context);
    expect(before).toMatchObject(after);
  });

  test("of ten thousand lines is put down whole; with a few that can't be taken each of them is named, and nothing is done", async () => {
    const large = await world.addCompany();
    const person = await addPerson("administrator", large);
    const ask = (path: string, lines: readonly (string | Buffer)[]) => {
      const bytes = ["name,mail", ...lines].flatMap((line) => [Buffer.from(line), Buffer.from("\n")]);
      const csv = Buffer.concat(bytes).toString("base64url");
      return person.browser.call({
        path: `/v1/invitations/${path}`,
        body: { company: large, csv },
      });
    };
    const { kysely } = world.context.database;
    const countOf = async (table: "users" | "import_lines" | "activations") =>
      Number(
        (
          await kysely
            .selectFrom(table)
            .select(({ fn }) => fn.countAll().as("count"))
            .executeTakeFirstOrThrow()
        ).count,
      );
    const counts = async () => [
      await countOf("users"),
      await countOf("import_lines"),
      await countOf("activations"),
    ];
    const good = Array.from({ length: mostImported }, (_, n) => `Person ${n},person-${n}@large.example`);
    const bad: (string | Buffer)[] = [...good];
    bad[4998] = Buffer.from([...Buffer.from("Zo"), 0xeb, ...Buffer.from(",zoe@large.example")]);
    bad[6998] = '"=HYPERLINK(""https://evil.example"";""Pay"")",pay@large.example';
    bad[7998] = "Sam Sum,@SUM(1+1)";
    bad[8998] = "Person 1 again,PERSON-1@large.example";
    bad[9999] = '"Nobody closes this,open@large.example';

    const before = await counts();
    const { status, body } = await ask("preview", bad);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      users: mostImported - 5,
      problems: [
        { line: 5000, field: null, code: "not_utf8" },
        { line: 7000, field: "name", code: "formula" },
        { line: 8000, field: "mail", code: "formula" },
        { line: 9000, field: "mail", code: "duplicate", other: 3 },
        { line: 10_001, field: null, code: "bad_quoting" },
      ],
    });
    expect(await ask("import", bad)).toMatchObject({ status: 422, body: { code: "import_refused" } });
    const oneMore = [...good, "One More,more@large.example"];
    expect(await ask("preview", oneMore)).toMatchObject({
      body: { users: 0, problems: [{ line: 1, field: null, code: "too_many_lines" }] },
    });
    expect(await ask("import", oneMore)).toMatchObject({ status: 422, body: { code: "import_refused" } });
    expect(await counts()).toEqual(before);

    const begun = await ask("import", good);
    expect(begun.status).toBe(202);
    const id = textIn(begun, "import") as ImportId;
    const { body: told } = await person.browser.get(`/v1/imports/${id}`);
    expect(told).toMatchObject({ status: "running", total: mostImported, invited: 0, failed: 0 });
    expect(await counts()).toEqual([before[0], Number(before[1]) + mostImported, before[2]]);
    // A key for each of them would take minutes: that each is added once is looked for among fewer.
    await stopImport(kysely, id, world.clock.now());
  }, 60_000);

  test("is asked for by somebody who may, before a byte of it is read", async () => {
    const { body, ...refused } = await send(await addPerson("user"), "import", ["Ann,a@example.com"]);
    expect([refused.status, body]).toMatchObject([404, { code: "not_found" }]);
    const other = await world.addCompany();
    const caller = {
      ...({ role: "administrator", organization: "client", via: "console" } as const),
      ...{ user: administrator.user, company },
    };
    for (const act of [previewImport, startImport]) {
      let isRead = false;
      const file = {
        company: other,
        get csv() {
          isRead = true;
          return "";
        },
      };
      await expect(act(world.context, caller, file)).rejects.toMatchObject({ code: "not_found" });
      expect(isRead).toBe(false);
    }
  });

  test("adds and invites each once, with two at work and after one that died; and begins once", async () => {
    const names = ["Bea Many", "Cid Many", "Dan Many", "Eva Many", "Fay Many"];
    const lines = names.map((name) => `${name},${name.slice(0, 3)}@m.example`);
    const path = await begin(administrator, lines);
    // The button pressed twice, and somebody else with the same people.
    expect(await begin(administrator, lines)).toBe(path);
    expect((await send(await addPerson("administrator"), "import", lines)).status).toBe(422);
    const { context, clock } = world;
    const at = clock.now();
    // One that took two lines and died, and one that dies after it has added a user, before the invitation.
    const until = new Date(at.getTime() + 120_000);
    await claimLines(context.database.kysely, { at, until, most: 2 });
    const identity = Object.create(context.identity);
    identity.sign = () => Promise.reject(new Error("the process ends here"));
    await importNow({ ...context, identity });
    expect((await administrator.browser.get(path)).body).toMatchObject({ status: "running", invited: 0 });
    expect((await invited(names)).map(({ count }) => count)).toEqual([0, 0, 0]);
    clock.advance(121);
    await Promise.all([importNow(), importNow()]);
    await importNow();
    expect(await invited(names)).toEqual(names.map((name) => ({ name, count: 1 })));
    expect((await administrator.browser.get(path)).body).toMatchObject({
      ...{ status: "done", total: 5, invited: 5, failed: 0, codes: 5 },
      by: { id: administrator.user },
    });
  });

  test("gives each user what of the app their line says", async () => {
    const csv = Buffer.from("name,functions\nUli Whole,payments\nVera Small,mtoken").toString("base64url");
    const body = { company, csv };
    const none = Buffer.from("name,functions\nXia Open,\nYan Whole,payments").toString("base64url");
    const { body: without } = await administrator.browser.call({
      path: "/v1/invitations/preview",
      body: { company, csv: none, functions: [] },
    });
    expect(without).toMatchObject({ first: [{ functions: [] }, { functions: ["payments"] }] });
    const { body: shown } = await administrator.browser.call({ path: "/v1/invitations/preview", body });
    expect(shown).toMatchObject({ first: [{ functions: ["payments"] }, { functions: [] }] });
    expect((await administrator.browser.call({ path: "/v1/invitations/import", body })).status).toBe(202);
    await importNow();
    const rows = await world.context.database.kysely
      .selectFrom("users")
      .select(["name", "features"])
      .where("company_id", "=", company)
      .where("name", "in", ["Uli Whole", "Vera Small"])
      .orderBy("name")
      .execute();
    expect(rows.map(({ features }) => features)).toEqual([["payments"], []]);
  });

  test("gives functions of the app on the company's request where the bank begins it, which stands on the record of each user", async () => {
    const officer = await addPerson("officer", bank);
    const missing = { status: 400, body: { code: "reference_required" } };
    const lines = ["Olle One,olle@r.example", "Otto Two,otto@r.example"];
    expect(await send(officer, "import", lines)).toMatchObject(missing);
    // Of a file without any only what its own lines say is given.
    const csv = Buffer.from("name,functions\nOda None,\nOra Whole,payments").toString("base64url");
    const mixed = { company, csv, functions: [] };
    expect(await officer.browser.call({ path: "/v1/invitations/import", body: mixed })).toMatchObject(
      missing,
    );
    await begin(officer, lines, { reference: "Letter 4" });
    await begin(officer, ["Omar Small,omar@r.example"], { functions: [] });
    await begin(administrator, ["Ola Own,ola@r.example"]);
    await importNow();
    const entries = await world.context.database.kysely
      .selectFrom("audit_entries")
      .innerJoin("users", (join) =>
        join.on("audit_entries.entry", "like", sql`'%"user":"' || users.id || '"%'`),
      )
      .select(["users.name", "audit_entries.entry"])
      .where("audit_entries.kind", "=", "user.created")
      .where("users.mail_address", "like", "%@r.example")
      .orderBy("users.name")
      .execute();
    expect(entries.map(({ name, entry }) => ({ name, ...JSON.parse(entry) }))).toMatchObject([
      { name: "Ola Own", functions: "payments", by: administrator.user },
      { name: "Olle One", functions: "payments", reference: "Letter 4", by: officer.user },
      { name: "Omar Small", functions: "", by: officer.user },
      { name: "Otto Two", functions: "payments", reference: "Letter 4", by: officer.user },
    ]);
    expect(entries.filter(({ entry }) => entry.includes("reference"))).toHaveLength(2);
  });

  test("says who began it, but to clients not which of the operator's people", async () => {
    const officer = await addPerson("officer", bank);
    const path = await begin(officer, ["Ned Bank,n@b.example"], { reference: "Letter 2" });
    const by = async ({ browser }: Person) => (await browser.get(path)).body;
    const nameless = { id: null, name: null, operator: true };
    expect(await by(officer)).toMatchObject({ by: { id: officer.user, name: "Pat Person", operator: true } });
    expect(await by(administrator)).toMatchObject({ by: nameless });
    const csv = Buffer.from("name\nOla Typed").toString("base64url");
    const typed = await startImport(world.context, operatorAtCommandLine, {
      ...{ company, csv, reference: "Letter 3" },
    });
    expect((await administrator.browser.get(`/v1/imports/${typed}`)).body).toMatchObject({ by: nameless });
  });

  test("gives its codes to who began it, and once", async () => {
    const path = await begin(administrator, ["Gil Code,g@c.example", "Hal Code,"]);
    await importNow();
    const colleague = await addPerson("administrator");
    expect((await colleague.browser.get(path)).body).toMatchObject({ status: "done", codes: 0 });
    expect((await colleague.browser.call({ path: `${path}/codes` })).status).toBe(404);
    const { body } = await administrator.browser.call({ path: `${path}/codes` });
    expect(body).toMatchObject({
      items: [
        { user: { name: "Gil Code" }, mail: "g@c.example" },
        { user: { name: "Hal Code" }, mail: null },
      ],
    });
    const [first] = v.parse(importCodesSchema, body).items;
    const { code, link } = { code: first?.code ?? "", link: first?.link ?? "" };
    expect(formatRegistrationCode(code.replaceAll("-", ""))).toBe(code);
    const phone = await world.newPhone();
    const { certificate } = await phone.setUp({ link, code, mpin: "730258" });
    expect(certificate).toBeDefined();
    expect((await administrator.browser.call({ path: `${path}/codes` })).body).toEqual({ items: [] });
    expect((await administrator.browser.get(path)).body).toMatchObject({ codes: 0 });
  });

  test("gives no link along with the code that a mail has brought already, wherever it was named, nor keeps one back that none has", async () => {
    const { context } = world;
    const from = { name: "Bank", address: "bank@b.example" };
    const mail = { host: "localhost", port: 25, security: "none", from } as const;
    const mailing = { ...context, config: { ...context.config, mail } };
    const path = await begin(administrator, ["Ines Late,", "Ivo None,ivo@l.example"]);
    // Between the user and the invitation somebody names an address, and takes one back.
    const identity = Object.create(context.identity);
    identity.sign = async (...parts: Parameters<Context["identity"]["sign"]>) => {
      const users = context.database.kysely.updateTable("users").where("company_id", "=", company);
      await users.set({ mail_address: "ines@l.example" }).where("name", "=", "Ines Late").execute();
      await users.set({ mail_address: null }).where("name", "=", "Ivo None").execute();
      return context.identity.sign(...parts);
    };
    await importNow({ ...mailing, identity });
    const { body } = await administrator.browser.call({ path: `${path}/codes` });
    const { items } = v.parse(importCodesSchema, body);
    expect(items.map(({ user, link }) => [user.name, link !== null])).toEqual([
      ["Ines Late", false],
      ["Ivo None", true],
    ]);
  });

  test("hands codes to the operator's service where there is one, and gives them to nobody else", async () => {
    const codeFolder = makeScratchDirectory("mtoken-codes-");
    const context = { ...world.context, config: { ...world.context.config, codeFolder } };
    const path = await begin(administrator, ["Ida Letter,i@l.example"]);
    await importNow(context);
    await new CodeOutbox(context).deliverNow();
    const [file = ""] = readdirSync(codeFolder);
    expect(JSON.parse(readFileSync(`${codeFolder}/${file}`, "utf8"))).toMatchObject({ name: "Ida Letter" });
    const { body } = await administrator.browser.get(path);
    expect(body).toMatchObject({ status: "done", invited: 1, codes: 0 });
    expect((await administrator.browser.call({ path: `${path}/codes` })).body).toEqual({ items: [] });
  });

  test("stops with the right of who began it, before the user is added or before the invitation", async () => {
    const leaving = [await addPerson("administrator"), await addPerson("administrator")] as const;
    const added = await begin(leaving[0], ["Jan Stop,j@s.example"]);
    const { context } = world;
    const identity = Object.create(context.identity);
    identity.sign = () => Promise.reject(new Error("the process ends here"));
    await importNow({ ...context, identity });
    world.clock.advance(121);
    const begun = await begin(leaving[1], ["Kim Stop,k@s.example"]);
    await context.database.kysely
      .updateTable("users")
      .set({ frozen_at: world.clock.now() })
      .where("id", "in", [leaving[0].user, leaving[1].user])
      .execute();
    await importNow();
    for (const path of [added, begun])
      expect((await administrator.browser.get(path)).body).toMatchObject({ status: "stopped", invited: 0 });
    // Whoever was added is named by id: they are invited on their own page, and not by another file.
    const failed = async (path: string) =>
      v.parse(failedLinesSchema, (await administrator.browser.get(`${path}/failed`)).body).items;
    expect(await failed(added)).toMatchObject([
      { name: "Jan Stop", user: expect.stringMatching(/^usr_/), why: "stopped" },
    ]);
    expect(await failed(begun)).toMatchObject([{ name: "Kim Stop", user: null, why: "stopped" }]);
    expect(await invited(["Jan Stop", "Kim Stop"])).toEqual([{ name: "Jan Stop", count: 0 }]);
  });

  test("ends with the phone that it was begun with: nobody more is added, and what it had invited ends", async () => {
    const leaving = await addPerson("administrator");
    const done = await begin(leaving, ["Nia Phone,n@p.example"]);
    await importNow();
    const begun = await begin(leaving, ["Oda Phone,o@p.example"]);
    const { device } = leaving;
    await deactivateDeviceOf(world.context, operatorAtCommandLine, { device, reason: "lost" });
    await importNow();
    expect((await administrator.browser.get(done)).body).toMatchObject({ status: "done" });
    expect((await administrator.browser.get(begun)).body).toMatchObject({ status: "stopped", invited: 0 });
    expect(await invited(["Nia Phone", "Oda Phone"])).toEqual([{ name: "Nia Phone", count: 1 }]);
    const { status } = await world.context.database.kysely
      .selectFrom("activations")
      .innerJoin("users", "users.id", "activations.user_id")
      .select("status")
      .where("name", "=", "Nia Phone")
      .executeTakeFirstOrThrow();
    expect(status).toBe("revoked");
  });

  test.each(["manages nobody any more", "is ended"])(
    "ends with the portal that it was begun at: that %s",
    async (how) => {
      const { context } = world;
      const portal = await TestPortal.make(servers.signIn, context, { managesPeople: true });
      const { user, device } = await addPerson("administrator");
      const browser = await portalOf(servers.signIn, context, { portal, user, device });
      const name = `Pia ${how}`;
      const begun = await begin({ user, device, browser }, [`${name},${how.length}@portal.example`]);
      const at = context.clock.now();
      const change = how === "is ended" ? { ended_at: at } : { manages_people: false };
      await context.database.kysely.updateTable("clients").set(change).where("id", "=", portal.id).execute();
      await importNow();
      expect((await administrator.browser.get(begun)).body).toMatchObject({ status: "stopped", invited: 0 });
      expect(await invited([name])).toEqual([]);
    },
  );

  test("goes on from a portal that still manages people", async () => {
    const { context } = world;
    const portal = await TestPortal.make(servers.signIn, context, { managesPeople: true });
    const { user, device } = await addPerson("administrator");
    const browser = await portalOf(servers.signIn, context, { portal, user, device });
    const begun = await begin({ user, device, browser }, ["Pim Portal,pim@portal.example"]);
    await importNow();
    expect((await administrator.browser.get(begun)).body).toMatchObject({ status: "done", invited: 1 });
  });

  test("invites nobody into a company that is stopped meanwhile, also where an officer began it", async () => {
    const { context } = world;
    const officer = await addPerson("officer", bank);
    const mill = await world.addCompany();
    const csv = Buffer.from("name\nSal Stop\nTom Stop\nUna Stop").toString("base64url");
    const browse = (path: string, body: object) => officer.browser.call({ path, body });
    const begun = await browse("/v1/invitations/import", { company: mill, csv, reference: "Letter 5" });
    const identity = Object.create(context.identity);
    identity.sign = async (...signed: Parameters<typeof context.identity.sign>) => {
      await browse(`/v1/companies/${mill}/stop`, { reason: "suspicious" });
      return context.identity.sign(...signed);
    };
    await importNow({ ...context, identity });
    // Two are at work at once: the third comes after the stop.
    const added = await invited(["Sal Stop", "Tom Stop", "Una Stop"], mill);
    expect(added.length).toBeOneOf([1, 2]);
    expect(added.map(({ count }) => count)).not.toContain(1);
    expect((await officer.browser.get(`/v1/imports/${textIn(begun, "import")}`)).body).toMatchObject({
      ...{ status: "stopped", invited: 0 },
    });
  });

  test("adds nobody to a company that was stopped before it was begun", async () => {
    const officer = await addPerson("officer", bank);
    const mill = await world.addCompany();
    const csv = Buffer.from("name\nVic Late").toString("base64url");
    const browse = (path: string, body: object) => officer.browser.call({ path, body });
    expect((await browse(`/v1/companies/${mill}/stop`, { reason: "suspicious" })).status).toBe(204);
    const begun = await browse("/v1/invitations/import", { company: mill, csv, reference: "Letter 5" });
    await importNow();
    expect(await invited(["Vic Late"], mill)).toEqual([]);
    expect((await officer.browser.get(`/v1/imports/${textIn(begun, "import")}`)).body).toMatchObject({
      ...{ status: "stopped", invited: 0 },
    });
  });

  test("goes no further once another process has stopped it", async () => {
    const { context } = world;
    const names = ["Wim Halt", "Xia Halt", "Yan Halt"];
    const path = await begin(
      administrator,
      names.map((name) => `${name},`),
    );
    const identity = Object.create(context.identity);
    identity.sign = async (...signed: Parameters<typeof context.identity.sign>) => {
      await stopImport(context.database.kysely, path.split("/").at(-1) as ImportId, context.clock.now());
      return context.identity.sign(...signed);
    };
    await importNow({ ...context, identity });
    // Two are at work at once: the third comes after the stop.
    const added = await invited(names);
    expect(added.length).toBeOneOf([1, 2]);
    expect(added.map(({ count }) => count)).not.toContain(1);
    // Once, whoever else stops it.
    const id = path.split("/").at(-1);
    const entries = context.database.kysely.selectFrom("audit_entries").select("entry");
    const stopped = await entries.where("kind", "=", "import.stopped").execute();
    const its = stopped.map(({ entry }) => JSON.parse(entry)).filter((entry) => entry.import === id);
    expect(its).toEqual([{ kind: "import.stopped", company, import: id, at: expect.any(String) }]);
  });

  test("passes by a user who was removed meanwhile, and goes on with the others", async () => {
    const path = await begin(administrator, ["Lea Gone,l@g.example", "Max Stays,m@g.example"]);
    const { context } = world;
    const identity = Object.create(context.identity);
    identity.sign = () => Promise.reject(new Error("the process ends here"));
    await importNow({ ...context, identity });
    world.clock.advance(121);
    await context.database.kysely
      .updateTable("users")
      .set({ removed_at: world.clock.now() })
      .where("name", "=", "Lea Gone")
      .execute();
    await importNow();
    expect((await administrator.browser.get(path)).body).toMatchObject({
      status: "done",
      invited: 1,
      failed: 1,
    });
    const { body } = await administrator.browser.get(`${path}/failed`);
    expect(body).toEqual({
      items: [
        {
          ...{ line: 2, name: "Lea Gone", mail: "l@g.example", language: null, functions: ["payments"] },
          ...{ user: null, why: "removed" },
        },
      ],
    });
    const { items } = listIn(await administrator.browser.get("/v1/imports?status=done"));
    expect(items.find(({ id }) => path.endsWith(id))).toMatchObject({
      ...{ status: "done", total: 2, invited: 1, failed: 1, by: { id: administrator.user } },
    });
    expect(listIn(await administrator.browser.get("/v1/imports?status=running")).items).toEqual([]);
  });
});
