/**
 * The commands about people and the server's keys on a database, within this process: what each does, what it says to a script, what stands on the record, and who is
 * told. `command-line.test.ts` runs the same command as a process of its own.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { peopleGroups } from "@mtoken/cli/people";
import {
  type CompanyId,
  computerFingerprint,
  computerIdOf,
  exportPublicJwk,
  generateSigningKeyPair,
  type UserId,
} from "@mtoken/protocol";
import {
  changePolicy,
  createCompany,
  createUser,
  type OpenContext,
  openContext,
  operatorAtCommandLine,
  readConfig,
} from "@mtoken/server";
import { makeScratchDirectory, saveComputer, setStanding } from "@mtoken/server/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mtokenOn } from "./command-line/mtoken-here.ts";
import { useTemplate } from "./use-template.ts";

const directory = makeScratchDirectory("mtoken-commands-");
const day = 86_400_000;
let opened: OpenContext;
let bank: CompanyId;
let mill: CompanyId;
let ada: UserId;
let tom: UserId;

beforeAll(async () => {
  useTemplate(directory);
  const files = { dataDirectory: directory, pepperFile: join(directory, "pepper") };
  opened = await openContext(readConfig({}, { ...files, logLevel: "silent" }), { modexp: "lazy" });
  const { context } = opened;
  bank = await createCompany(context, { name: "Example Bank", kind: "operator" });
  mill = await createCompany(context, { name: "Northern Mills" });
  const mail = "ada@mills.example";
  ada = await createUser(context, { company: mill, name: "Ada Berg", role: "administrator", mail });
  tom = await createUser(context, { company: mill, name: "Tom Berg", role: "user" });
});

afterAll(async () => {
  await opened?.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Said {
  lines: string[];
  /** What a script gets: the exit code, and the error's. */
  exit: number;
  error?: { code: string; message: string };
}

const here = mtokenOn(() => opened?.context);

/** As typed, in its words. */
async function run(...words: string[]): Promise<Said> {
  const { code: exit, output, failure: error } = await here(...words);
  return { lines: output.split("\n").slice(0, -1), exit, ...(error && { error }) };
}

/** What it tells a script. */
async function told(...words: string[]) {
  const { lines, error } = await run(...words, "--json");
  expect(error).toBeUndefined();
  return JSON.parse(lines.join("\n"));
}

const done = { exit: 0 };
const decided = { exit: 4, error: { code: "already_decided" } };
const mistyped = { exit: 1, error: { code: "wrong_argument" } };
const why = ["--reason", "suspicious", "--note", "a test"];

/** The newest entry of the log of this kind. */
async function recorded(kind: string) {
  const row = await opened.context.database.kysely
    .selectFrom("audit_entries")
    .select("entry")
    .where("kind", "=", kind)
    .orderBy("at", "desc")
    .executeTakeFirst();
  return JSON.parse(row?.entry ?? "{}");
}

/** The kinds of what stands in somebody's inbox, the oldest first; each is read once. */
async function inboxOf(user: UserId): Promise<string[]> {
  const rows = await opened.context.database.kysely
    .deleteFrom("notices")
    .where("user_id", "=", user)
    .returning(["kind", "at"])
    .execute();
  return rows.sort((one, other) => Number(one.at) - Number(other.at)).map(({ kind }) => kind);
}

function fileOf(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe("the commands about people", () => {
  test("each says how it is typed, and stands in the operator's handbook", async () => {
    const handbook = readFileSync(resolve(import.meta.dirname, "../../docs/operate.md"), "utf8");
    const rows = peopleGroups.flatMap(({ name, rows }) => rows.map((row) => ({ group: name, ...row })));
    const missing = rows.filter(({ group, name }) => !handbook.includes(`\`${group} ${name}`));
    expect(missing.map(({ group, name }) => `${group} ${name}`)).toEqual([]);
    for (const { group, name, examples } of rows)
      expect(examples.every((words) => words.startsWith(`${group} ${name}`))).toBe(true);
  });

  test("a company is stopped at once and let go on, by the command line alone, and its administrators are told", async () => {
    await inboxOf(ada);
    expect(await run("company", "stop", mill, ...why)).toMatchObject(done);
    expect(await told("company", "show", mill)).toMatchObject({ id: mill, stopped: expect.any(Number) });
    expect(await told("company", "list", "--status", "stopped")).toMatchObject([{ id: mill }]);
    expect(await told("company", "list", "--status", "waiting")).toEqual([]);
    expect(await recorded("company.stopped")).toMatchObject({
      ...{ company: mill, by: "command-line", reason: "suspicious", note: "a test" },
    });
    expect(await run("company", "stop", mill, ...why)).toMatchObject(decided);
    expect(await run("company", "resume", mill, "--note", "spoke with her")).toMatchObject(done);
    expect(await recorded("company.resumed")).toMatchObject({ by: "command-line", note: "spoke with her" });
    expect(await run("company", "resume", mill)).toMatchObject(decided);
    expect(await inboxOf(ada)).toEqual(["company.stopped", "company.resumed"]);
    const nobody = `cmp_${"0".repeat(26)}`;
    expect(await run("company", "stop", nobody, ...why)).toMatchObject({ exit: 3 });
    expect(await run("company", "stop", "mill", ...why)).toMatchObject(mistyped);
  });

  test("a company is given another name, and the log has the one of before", async () => {
    const name = "Northern Mills Group";
    expect(await run("company", "rename", mill, "--name", name)).toMatchObject(done);
    expect(await told("company", "show", mill)).toMatchObject({ id: mill, name });
    expect(await recorded("company.renamed")).toMatchObject({
      ...{ company: mill, by: "command-line", name, former: "Northern Mills" },
    });
    expect(await run("company", "rename", mill, "--name", name)).toMatchObject(decided);
    expect(await run("company", "rename", mill, "--name", "Mill\u202e")).toMatchObject(mistyped);
    expect(await run("company", "rename", mill, "--name", "Northern Mills")).toMatchObject(done);
  });

  test("a policy is changed from a file within the limits, and the limits for every company", async () => {
    const stricter = fileOf("policy.json", '{"devices": 2, "unknown_computers": "approval"}');
    expect(await run("policy", "set", mill, stricter)).toMatchObject(done);
    const { policy, effective } = await told("policy", "show", mill);
    expect(policy).toMatchObject({ devices: 2, unknown_computers: "approval", biometrics: true });
    expect(effective).toEqual(policy);
    expect(await recorded("company.changed")).toMatchObject({
      by: "command-line",
      changes: [
        { field: "devices", from: 1, to: 2 },
        { field: "unknown_computers", from: "digits", to: "approval" },
      ],
    });
    expect(await inboxOf(ada)).toEqual(["policy.changed"]);
    expect(await run("policy", "set", mill, stricter)).toMatchObject(decided);

    expect(await run("limits", "set", fileOf("limits.json", '{"devices": 1}'))).toMatchObject(done);
    expect((await told("limits", "show")).limits).toMatchObject({ devices: 1, biometrics_allowed: true });
    expect(await recorded("limits.changed")).toMatchObject({
      by: "command-line",
      changes: [expect.objectContaining({ field: "devices", to: 1 })],
    });
    const shown = await run("policy", "show", mill);
    expect(shown.lines.join()).toMatch(/devices +2 {2}\(by the limits: 1\)/);
    const refused = await run("policy", "set", mill, fileOf("lax.json", '{"devices": 3}'));
    expect(refused).toMatchObject({ exit: 5, error: { code: "policy_refused" } });
    expect(refused.error?.message).toContain("devices");
    for (const wrong of ['{"device": 1}', "{}", '{"devices": 99}', "devices: 1"])
      expect(await run("policy", "set", mill, fileOf("wrong.json", wrong))).toMatchObject(mistyped);
    expect(await run("policy", "set", mill, join(directory, "nofile"))).toMatchObject(mistyped);
    expect(await run("limits", "set", fileOf("limits.json", '{"devices": 5}'))).toMatchObject(done);
  });

  test("what takes two people is done alone at the command line, and by nobody else", async () => {
    const officer = { ...operatorAtCommandLine, via: "console" } as const;
    const act = { company: mill, changes: { devices: 1 } };
    await expect(changePolicy(opened.context, officer, act)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("the company forbids fingerprint and face, and its administrators are told", async () => {
    expect(await run("company", "biometrics", mill, "forbid")).toMatchObject(done);
    expect((await told("policy", "show", mill)).effective).toMatchObject({ biometrics: false });
    expect(await inboxOf(ada)).toEqual(["policy.changed"]);
  });

  test("a user gets what the company asked for in writing", async () => {
    const entitle = (functions: string, reference = "Letter 27") =>
      run("user", "entitle", tom, "--functions", functions, "--reference", reference);
    expect(await entitle("")).toMatchObject(done);
    expect(await told("user", "show", tom)).toMatchObject({ functions: [] });
    expect(await entitle("payments")).toMatchObject(done);
    expect(await told("user", "show", tom)).toMatchObject({ functions: ["payments"] });
    expect(await recorded("user.entitled")).toMatchObject({ reference: "Letter 27", by: "command-line" });
    expect(await entitle("cheques")).toMatchObject(mistyped);
    expect(await entitle("payments", "")).toMatchObject(mistyped);
  });

  test("an administrator is made and ended, and one stays", async () => {
    expect(await run("user", "make-administrator", tom, "--note", "Letter 28")).toMatchObject(done);
    expect(await run("user", "make-administrator", tom)).toMatchObject(decided);
    expect(await recorded("administrator.made")).toMatchObject({ user: tom, by: "command-line" });
    expect(await run("user", "end-administrator", tom, ...why)).toMatchObject(done);
    expect(await inboxOf(ada)).toEqual(["administrator.made", "administrator.ended"]);
    expect(await run("user", "end-administrator", ada, ...why)).toMatchObject({
      ...{ exit: 5, error: { code: "last_administrator" } },
    });
    const eva = ["user", "add", "--company", mill, "--name", "Eva Ek", "--role", "administrator"];
    expect(await run(...eva)).toMatchObject({ exit: 5, error: { code: "reference_required" } });
    const added = await told(...eva, "--reference", "Letter 29");
    expect(await recorded("user.created")).toMatchObject({
      ...{ user: added.user, functions: "payments", reference: "Letter 29", by: "command-line" },
    });
    expect(await told("user", "show", added.user)).toMatchObject({ role: "administrator" });
    expect(await inboxOf(ada)).toEqual(["administrator.made"]);
  });

  test("a company's first administrator has functions of the app by the company's request alone", async () => {
    const adding = ["company", "add", "--name", "Southern Mills", "--administrator", "Sue Lund"];
    const without = await told(...adding);
    expect(await told("user", "show", without.administrator)).toMatchObject({ functions: [] });
    expect(await recorded("user.created")).toMatchObject({ user: without.administrator, functions: "" });
    const asked = await told(...adding, "--reference", "Letter 30");
    expect(await told("user", "show", asked.administrator)).toMatchObject({ functions: ["payments"] });
    expect(await recorded("user.created")).toMatchObject({
      ...{ user: asked.administrator, functions: "payments", reference: "Letter 30" },
    });
    expect(await run(...adding, "--reference", "")).toMatchObject(mistyped);
  });

  test("the operator's officers learn of somebody new among its people", async () => {
    const first = await told("user", "add", "--company", bank, "--name", "Olivia Ek", "--role", "officer");
    const second = await told("user", "add", "--company", bank, "--name", "Hugo Lind", "--role", "helpdesk");
    expect(await inboxOf(first.user)).toContain("staff.created");
    for (const { user } of [first, second])
      expect(await told("user", "show", user)).toMatchObject({ functions: [] });
    expect(await told("user", "show", second.user)).toMatchObject({ role: "helpdesk" });
    expect(await inboxOf(second.user)).toEqual([]);
  });

  test("computers are listed, approved, added, refused, revoked and allowed by what they show", async () => {
    const { id, fingerprint } = await seenComputer();
    await stands(id, "waiting");
    expect(await told("computer", "list", "--status", "waiting")).toMatchObject([
      { id, fingerprint, status: "waiting", user: { id: tom } },
    ]);
    const of = [id, "--user", tom];
    const typed = ["--fingerprint", fingerprint.toLowerCase()];
    const other = ["--fingerprint", "0000-0000-0000-0000-0000"];
    expect(await run("computer", "approve", ...of, ...other)).toMatchObject({
      ...{ exit: 5, error: { code: "wrong_fingerprint" } },
    });
    expect(await run("computer", "approve", ...of, ...typed)).toMatchObject(done);
    expect(await run("computer", "approve", ...of, ...typed)).toMatchObject(decided);
    expect(await recorded("computer.approved")).toMatchObject({ computer: id, by: "command-line" });
    expect(await inboxOf(tom)).toContain("computer.added");
    expect(await run("computer", "revoke", ...of, ...why)).toMatchObject(done);
    expect(await told("computer", "list", "--user", tom)).toEqual([]);
    expect(await run("computer", "add", "--user", tom, ...other)).toMatchObject({ exit: 5 });
    expect(await run("computer", "add", "--user", tom, ...typed)).toMatchObject(done);
    expect(await told("computer", "list", "--user", tom)).toMatchObject([{ id, status: "known" }]);
    await stands(id, "waiting");
    expect(await run("computer", "refuse", ...of, ...why)).toMatchObject(done);
    expect(await told("computer", "list", "--user", tom)).toMatchObject([{ status: "refused" }]);
    expect(await run("computer", "allow", ...of, ...why)).toMatchObject(done);
    expect(await run("computer", "allow", ...of, ...why)).toMatchObject({ exit: 3 });
  });

  async function seenComputer() {
    const { publicKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const key = await exportPublicJwk(publicKey);
    const id = await computerIdOf(key);
    const seen = { id, key, description: "Firefox on Linux", at: new Date() };
    await opened.context.database.kysely.transaction().execute((rows) => saveComputer(rows, seen));
    return { id, fingerprint: computerFingerprint(id) };
  }

  async function stands(
    computer: Awaited<ReturnType<typeof computerIdOf>>,
    status: "waiting",
  ): Promise<void> {
    const at = new Date();
    const standing = { user: tom, computer, company: mill, status, at, expiresAt: new Date(+at + day) };
    await opened.context.database.kysely.transaction().execute((rows) => setStanding(rows, standing));
  }

  test("a file's users are shown beforehand, refused whole, and added with codes that are handed over once", async () => {
    const wrong = fileOf(
      "wrong.csv",
      "name,mail\nUma One,u@a.example\n=Two,t@a.example\nAda Three,ada@mills.example\n",
    );
    const preview = await told("import", "preview", wrong, "--company", mill);
    expect(preview).toMatchObject({
      users: 1,
      problems: [
        { line: 3, code: "formula" },
        { line: 4, code: "exists" },
      ],
    });
    const refused = await run("import", "start", wrong, "--company", mill);
    expect(refused).toMatchObject({ exit: 5, error: { code: "import_refused" } });
    expect(refused.error?.message).toContain("line 4, mail: exists");
    const right = fileOf("right.csv", "name,mail\nUma One,u@a.example\nUlf Two,\n");
    const only = await told("import", "preview", right, "--company", mill, "--functions", "");
    expect(only).toMatchObject({ first: [{ functions: [] }, { functions: [] }] });
    expect(await run("import", "preview", right, "--company", mill, "--functions", "games")).toMatchObject(
      mistyped,
    );
    const start = ["import", "start", right, "--company", mill];
    expect(await run(...start)).toMatchObject({ exit: 5, error: { code: "reference_required" } });
    const onRequest = [...start, "--reference", "Letter 30"];
    const { id, ...first } = await told(...onRequest);
    expect(first).toMatchObject({ by: { operator: true }, status: "done", total: 2, invited: 2, codes: 2 });
    // Interrupted or not: the same file again is the same import.
    expect(await told(...onRequest)).toMatchObject({ id, invited: 2 });
    const codes = await told("import", "codes", id);
    expect(codes.map(({ user }: { user: { name: string } }) => user.name)).toEqual(["Uma One", "Ulf Two"]);
    expect(await told("import", "codes", id)).toEqual([]);
    expect(await told("import", "list", "--company", mill, "--status", "done")).toMatchObject([
      { id, total: 2, invited: 2, failed: 0, by: { operator: true } },
    ]);
    expect(await told("import", "failed", id)).toEqual([]);
    const invited = await told("user", "invitations", "--company", mill, "--status", "open");
    expect(invited.map(({ link, by }: { link: string; by: unknown }) => [link, by])).toContainEqual([
      "shown",
      null,
    ]);
    expect(await told("import", "show", id)).toMatchObject({ codes: 0 });
    expect(await recorded("users.imported")).toMatchObject({ import: id, users: 2, by: "command-line" });
    expect(await told("user", "list", "--query", "ulf")).toMatchObject([{ name: "Ulf Two", role: "user" }]);
    expect(await told("user", "list", "--status", "ending")).toEqual([]);
    // There is no folder for a service that brings codes.
    expect(await run("user", "invite", codes[0].user.id, "--code-by-service")).toMatchObject({
      ...{ exit: 5, error: { code: "no_code_service" } },
    });
  });

  test("what happened is told line by line as JSON, and as a table", async () => {
    const { lines } = await run("activity", "list", "--company", mill, "--kind", "company.stopped", "--json");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: "company.stopped", via: "command-line", by: { operator: true }, note: "a test" },
    ]);
    const all = await run("activity", "list", "--company", mill, "--from", "2026-01-01", "--json");
    const table = await run("activity", "list", "--company", mill, "--from", "2026-01-01", "--csv");
    const rows = `${table.lines.join("\n")}\n`.split("\r\n");
    expect(rows[0]).toContain('"time","kind"');
    expect(rows).toHaveLength(all.lines.length + 2);
    expect((await run("activity", "list", "--to", "2026-01-01", "--json")).lines).toEqual([]);
    for (const wrong of [
      ["--from", "yesterday"],
      ["--user", "tom"],
      ["--kind", "A B"],
    ])
      expect(await run("activity", "list", ...wrong)).toMatchObject(mistyped);
  });

  test("what was given up is listed and tried again", async () => {
    const { kysely } = opened.context.database;
    const [mail] = await kysely
      .updateTable("notice_deliveries")
      .set({ dead_at: new Date(), failure: "550", attempts: 3 })
      .where(
        "id",
        "in",
        kysely.selectFrom("notice_deliveries").select("id").where("channel", "=", "mail").limit(1),
      )
      .returning("id")
      .execute();
    const [dead] = await told("delivery", "list");
    expect(dead).toMatchObject({ id: `dlv_${mail?.id}`, channel: "mail", failure: "550", user: { id: ada } });
    expect(await run("delivery", "retry", dead.id)).toMatchObject(done);
    expect(await run("delivery", "retry", dead.id)).toMatchObject(decided);
    expect(await told("delivery", "list")).toEqual([]);
    expect(await recorded("delivery.retried")).toMatchObject({ delivery: dead.id, by: "command-line" });
  });

  test("what waits for a second person is listed, and not decided", async () => {
    const { kysely } = opened.context.database;
    const id = `prp_${"1".repeat(26)}`;
    expect(await told("proposal", "list", "--status", "open")).toEqual([]);
    expect(await run("proposal", "show", id)).toMatchObject({ exit: 3 });
    const at = new Date();
    const content = JSON.stringify({
      kind: "administrator.make",
      user: { id: tom, name: "Tom Berg" },
      phones: [],
    });
    await kysely
      .insertInto("proposals")
      .values({
        ...{ id: id as never, company_id: mill, kind: "administrator.make", subject_id: tom, content },
        ...{ note: "Letter 29", proposed_by: ada, created_at: at, expires_at: new Date(+at + day) },
      })
      .execute();
    const [listed] = await told("proposal", "list", "--company", mill);
    expect(listed).toMatchObject({ id, status: "open", by: { id: ada }, note: "Letter 29" });
    expect(listed).not.toHaveProperty("may");
    const { lines } = await run("proposal", "show", id);
    expect(lines.join("\n")).toContain("Tom Berg");
    const [bankers] = await told("company", "list", "--query", "example ba");
    expect(bankers).toMatchObject({ id: bank });
  });
});

describe("the commands about the server's own keys", () => {
  async function standings(): Promise<Record<string, string>> {
    const keys: { kid: string; standing: string }[] = await told("keys", "list");
    return Object.fromEntries(keys.map(({ kid, standing }) => [kid, standing]));
  }

  async function failureOf(...words: string[]): Promise<string | undefined> {
    return (await run(...words)).error?.message;
  }

  test("the identity key is rotated and revoked from the command line, and never the last one", async () => {
    const [first = ""] = Object.keys(await standings());
    expect(await failureOf("keys", "revoke", "nonsense")).toMatch(/There is no key "nonsense"/);
    expect(await failureOf("keys", "rotate", "--from", "2001-01-01")).toMatch(/is past/);

    const [later = ""] = (await run("keys", "rotate", "--from", "2199-01-01T00:00:00Z")).lines;
    expect(await failureOf("keys", "revoke", first)).toMatch(/No other key could sign/);
    const [next = ""] = (await run("keys", "rotate")).lines;
    expect(await standings()).toEqual({ [first]: "verifies", [later]: "later", [next]: "signs" });

    expect((await run("keys", "revoke", first)).lines.join()).toMatch(/revoked/);
    expect(await standings()).toEqual({ [first]: "revoked", [later]: "later", [next]: "signs" });
    expect((await run("audit", "verify")).lines.join()).toMatch(/The audit log holds/);
  });

  test("has a key for push services from the start, and another after a rotation", async () => {
    const before = await told("push", "status");
    expect(before).toMatchObject({ enabled: true, phones: 0, waiting: 0, givenUp: [] });
    const [rotated] = (await run("push", "rotate")).lines;
    expect(rotated).not.toBe(before.key);
    expect(await told("push", "status")).toEqual({ ...before, key: rotated });
  });
});
