/**
 * The command line from the first start to evidence: every command as an operator and a user type it. Processes where only a process shows it:
 * the first start, streams, exit codes, a terminal's question, Ctrl-C; the others within this one, on the same folder.
 */
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Computer } from "@mtoken/cli/computer";
import type { ClientId, UserId } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import { type OpenContext, openContext, type RunningServer, readConfig, startServer } from "@mtoken/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RunningCommand } from "./command-line/mtoken.ts";
import { mtoken, mtokenAsked, mtokenUntil } from "./command-line/mtoken.ts";
import { mtokenOn } from "./command-line/mtoken-here.ts";
import { freePorts } from "./free-ports.ts";
import { useTemplate } from "./use-template.ts";

const mpin = "482917";
const redirectUri = "http://localhost/callback";

/** The settings of a server of its own, with all that it keeps in a folder. */
async function environmentIn(folder: string): Promise<Record<string, string>> {
  const port = await freePorts(2);
  return {
    MTOKEN_DATA: folder,
    MTOKEN_ORIGIN: `http://localhost:${port}`,
    MTOKEN_SIGN_IN_ORIGIN: `http://localhost:${port + 1}`,
    MTOKEN_CONSOLE_PORT: "0",
    MTOKEN_SRP_BITS: "2048",
    MTOKEN_LOG_LEVEL: "warn",
  };
}

describe("the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-command-line-"));
  const file = (name: string) => join(folder, name);
  const phone = ["--vault", file("phone.json"), "--mpin", mpin];
  let environment: Record<string, string>;
  let invitation: { company: string; administrator: UserId; link: string; code: string };
  let colleague: { user: UserId; link: string; code: string };
  let clientId: ClientId;
  let overOthers: ClientId;
  let clientKey: CryptoKey;
  let server: RunningCommand | undefined;
  let opened: OpenContext | undefined;
  const here = mtokenOn(() => opened?.context);

  beforeAll(async () => {
    environment = await environmentIn(folder);
  });

  function relyingParty(client = clientId): RelyingParty {
    const issuer = environment["MTOKEN_SIGN_IN_ORIGIN"] ?? "";
    return new RelyingParty({ issuer, clientId: client, key: clientKey });
  }

  /** The folder's database, for the commands that follow. */
  async function openFolder(): Promise<void> {
    opened = await openContext(readConfig(environment, { logLevel: "warn" }), { modexp: "lazy" });
  }

  async function closeFolder(): Promise<void> {
    await opened?.close();
    opened = undefined;
  }

  afterAll(async () => {
    await closeFolder();
    await server?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  test("says its version, and what it does not know", async () => {
    expect((await mtoken({}, "--version")).output).toMatch(/^\d+\.\d+\.\d+\n$/);
    const unknown = await mtoken({}, "demonstration", "--prot", "9000");
    expect(unknown).toMatchObject({ code: 1, output: "" });
    expect(unknown.errors).toContain("Did you mean --port?");
    const inJson = await mtoken({}, "user", "bogus", "--json");
    expect(inJson).toMatchObject({ code: 1, output: "" });
    expect(JSON.parse(inJson.errors)).toEqual({
      ...{ code: "wrong_argument", message: "unknown command 'bogus'" },
    });
    const asked = await mtoken({}, "user", "list", "--help", "--json");
    expect(asked).toMatchObject({ code: 0, errors: "", output: expect.stringMatching(/^Usage: /) });
    for (const script of ["start", undefined]) {
      vi.stubEnv("npm_lifecycle_event", script);
      vi.stubEnv("npm_config_port", "9000");
      const kept = await here("demonstration", "9000");
      expect(kept).toMatchObject({ code: 1, output: "" });
      expect(kept.errors).toMatch(script ? /npm start -- --port/ : /takes --data and --port/);
    }
    vi.unstubAllEnvs();
  });

  test("makes a portal's keys, and overwrites none", async () => {
    const words = ["client", "keys", "--jwks", file("portal.jwks"), "--key", file("portal.pem")];
    expect(await mtoken({}, ...words)).toMatchObject({ code: 0, errors: "" });
    const pem = readFileSync(file("portal.pem"), "utf8");
    const der = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
    const algorithm = { name: "RSA-PSS", hash: "SHA-512" };
    clientKey = await crypto.subtle.importKey("pkcs8", new Uint8Array(der), algorithm, false, ["sign"]);
    expect(statSync(file("portal.pem")).mode & 0o777).toBe(0o600);
    expect(readFileSync(file("portal.jwks"), "utf8")).not.toMatch(/"(d|p|q)":/);
    const again = await here(...words);
    expect(again.code).toBe(1);
    expect(again.errors).toContain("is there already");
    expect(readFileSync(file("portal.pem"), "utf8")).toBe(pem);
  });

  test("says in one sentence what is missing before the first start", async () => {
    const { code, errors } = await mtoken(environment, "user", "list");
    expect(code).toBe(1);
    expect(errors).toMatch(/pepper.*mtoken init/s);
    expect(errors).not.toContain("    at ");
  });

  test("init makes the operator, its two officers and the first company, once", async () => {
    const operator = ["--operator", "Example Bank", "--officer", "Olga Ort <olga@bank.example>"];
    const company = ["--company", "Northern Mills", "--administrator", "Ada Berg", "--reference", "1"];
    const alone = await mtoken(environment, "init", ...operator, ...company, "--json");
    expect(alone).toMatchObject({ code: 1, output: "" });
    expect(JSON.parse(alone.errors)).toMatchObject({ code: "wrong_argument" });
    const words = ["init", ...operator, "--officer", "Omar Ost", ...company, "--json"];
    const first = await mtoken(environment, ...words);
    expect(first).toMatchObject({ code: 0, errors: "" });
    const { officers, administrator, ...made } = JSON.parse(first.output);
    expect(officers).toMatchObject([{ name: "Olga Ort", mail: "olga@bank.example" }, { name: "Omar Ost" }]);
    const secrets = [...officers, administrator].flatMap(({ link, code }) => [link, code]);
    expect(new Set(secrets).size).toBe(6);
    invitation = { ...administrator, company: made.company, administrator: administrator.user };
    expect(invitation.link).toMatch(/^http:\/\/localhost:\d+\/a#/);
    await openFolder();
    const second = await here(...words);
    expect(second).toMatchObject({ code: 1, output: "" });
    expect(JSON.parse(second.errors).message).toContain("has its operator already");
  });

  test("adds a colleague and registers a portal", async () => {
    const { company } = invitation;
    const words = [
      "user",
      "add",
      "--company",
      company,
      "--name",
      "Tom Berg",
      "--reference",
      "Letter 1",
      "--json",
    ];
    colleague = JSON.parse((await here(...words)).output);
    const added = await here(
      ...["client", "add", "--name", "Portal", "--origin", "http://localhost"],
      ...["--redirect-uri", redirectUri, "--jwks", file("portal.jwks"), "--json"],
    );
    expect(added).toMatchObject({ code: 0, errors: "" });
    clientId = JSON.parse(added.output).client;
  });

  test("says where a company's id is found again, and a file that is not there", async () => {
    const misspelt = await here("user", "add", "--company", "cmp_1", "--name", "Tom Berg");
    expect(misspelt).toMatchObject({ code: 1, output: "" });
    expect(misspelt.errors).toContain('"cmp_1" is not a company id, cmp_… (mtoken company list shows them).');
    const listed = await here("user", "list");
    expect(listed.output).toContain(`(administrator, Northern Mills ${invitation.company})`);
    const words = ["client", "add", "--name", "Portal", "--origin", "http://localhost"];
    const nofile = ["--redirect-uri", redirectUri, "--jwks", file("nofile")];
    const unread = await here(...words, ...nofile);
    expect(unread).toMatchObject({ code: 1, errors: `${file("nofile")} can't be read.\n` });
  });

  test("lists the portals, and ends the registration of one by its name or its id", async () => {
    const add = async (name: string): Promise<string> => {
      const words = ["client", "add", "--name", name, "--origin", "http://localhost"];
      const rest = ["--redirect-uri", redirectUri, "--jwks", file("portal.jwks"), "--json"];
      return JSON.parse((await here(...words, ...rest)).output).client;
    };
    const twice = [await add("Old portal"), await add("Old portal")];
    const listed = await here("client", "list");
    expect(listed.output).toContain(
      `${clientId}  Portal (http://localhost, all companies)\n    ${redirectUri}`,
    );

    const unclear = await here("client", "remove", "Old portal");
    expect(unclear).toMatchObject({ code: 1, output: "" });
    expect(unclear.errors).toContain("There are 2 of this name.");
    const byId = await here("client", "remove", twice[0] ?? "");
    expect(byId.output).toContain("The registration has ended");
    expect((await here("client", "remove", "Old portal")).code).toBe(0);
    const gone = await here("client", "remove", "Old portal");
    expect(gone).toMatchObject({
      code: 1,
      errors: "There is no relying party Old portal: mtoken client list.\n",
    });
    const left = JSON.parse((await here("client", "list", "--json")).output);
    expect(left.map(({ id }: { id: string }) => id)).toEqual([clientId]);
  });

  test("registers a portal at which people act on others", async () => {
    const words = ["client", "add", "--name", "Users", "--origin", "http://localhost", "--manages-people"];
    const rest = ["--redirect-uri", redirectUri, "--jwks", file("portal.jwks"), "--json"];
    overOthers = JSON.parse((await here(...words, ...rest)).output).client;
    expect((await here("client", "list")).output).toContain(", manages people)");
  });

  test("invites a colleague anew: other secrets, and the older ones are worth nothing", async () => {
    const older = colleague;
    const invited = await here("user", "invite", older.user, "--json");
    expect(invited).toMatchObject({ code: 0, errors: "" });
    colleague = JSON.parse(invited.output);
    expect(colleague.user).toBe(older.user);
    expect([colleague.link, colleague.code]).not.toEqual([older.link, older.code]);
    const nobody = await here("user", "invite", "usr_00000000000000000000000001", "--json");
    expect(nobody).toMatchObject({ code: 3, output: "" });
    expect(JSON.parse(nobody.errors)).toMatchObject({ code: "not_found" });
    const misspelt = await here("user", "invite", "Tom");
    expect(misspelt.errors).toContain('"Tom" is not a user id');
  });

  test("serves, and a second process on the same folder is refused with a sentence", async () => {
    await closeFolder();
    server = await mtokenUntil(environment, /serves phones at/, "serve");
    const second = await mtoken(environment, "user", "list");
    expect(second.code).toBe(1);
    expect(second.errors).toMatch(/in use by another mtoken process.*MTOKEN_DATA.*--data/);
    expect(second.errors).not.toContain("    at ");
  });

  test("says in one sentence that the input ended before a question was answered", async () => {
    const words = ["phone", "activate", invitation.link, "--vault", file("unanswered.json")];
    const unanswered = await mtoken({}, ...words);
    expect(unanswered.errors).toMatch(/^Registration code: \n?The input ended before [^\n]*\n$/);
    expect(unanswered).toMatchObject({ code: 1, output: "" });
    const answer = async () => "not the code";
    const half = await mtokenAsked({}, { question: /Registration code/, answer }, ...words);
    expect(half).toMatchObject({
      code: 1,
      errors: expect.stringContaining("No terminal to ask for the mPIN"),
    });
  });

  test("activates a phone, whose vault holds no mPIN", async () => {
    const { link, code } = invitation;
    const activated = await mtoken({}, "phone", "activate", link, "--code", code, ...phone);
    expect(activated.code).toBe(0);
    expect(activated.output).toMatch(/Control code: ([0-9A-Z]{4}-){4}[0-9A-Z]{4}/);
    expect(activated.errors).toContain("… proving link and code");
    expect(readFileSync(file("phone.json"), "utf8")).not.toContain(mpin);
  });

  test("signs a browser in, with the digits that it shows", async () => {
    const portal = relyingParty();
    const pending = await portal.beginSignIn(redirectUri);
    const computer = await Computer.visit(pending.uri);
    await computer.begin();
    const answer = async () => (await computer.state("claimed")).digits ?? "";
    const signedIn = await mtokenAsked(
      {},
      { question: /two digits/, answer },
      ...["phone", "sign-in", await computer.qrText(), "--yes", ...phone],
    );
    expect(signedIn.code).toBe(0);
    expect(signedIn.output).toMatch(/Sign in to Portal[\s\S]*NOT known[\s\S]*Confirmed/);
    await computer.state("approved");
    const returned = await portal.completeSignIn(pending, await computer.redeem());
    expect(returned?.user).toEqual({ id: invitation.administrator, name: "Ada Berg" });
    computer.leave();
  });

  test("signs an administrator in where they act on others, which takes the mPIN afresh", async () => {
    const portal = relyingParty(overOthers);
    const pending = await portal.beginSignIn(redirectUri);
    const computer = await Computer.visit(pending.uri);
    await computer.begin();
    const answer = async () => (await computer.state("claimed")).digits ?? "";
    const signedIn = await mtokenAsked(
      {},
      { question: /two digits/, answer },
      ...["phone", "sign-in", await computer.qrText(), "--yes", ...phone],
    );
    expect(signedIn).toMatchObject({ code: 0, output: expect.stringContaining("Confirmed") });
    await computer.state("approved");
    const returned = await portal.completeSignIn(pending, await computer.redeem());
    expect(returned?.user.id).toBe(invitation.administrator);
    computer.leave();
  });

  test("says so, too, of the second question that a pipe leaves unanswered", async () => {
    const pending = await relyingParty().beginSignIn(redirectUri);
    const computer = await Computer.visit(pending.uri);
    await computer.begin();
    const yes = { question: /Confirm/, answer: async () => "yes" };
    const words = ["phone", "sign-in", await computer.qrText(), ...phone];
    const half = await mtokenAsked({}, yes, ...words);
    expect(half).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/computer shows: \n?The input ended/),
    });
    computer.leave();
  });

  test("shows what is to be signed, signs it, and the evidence verifies until one character is changed", async () => {
    const portal = relyingParty();
    const { request } = await portal.requestSignature({
      user: invitation.administrator,
      content: {
        type: "payment",
        amount: "1234.50",
        currency: "EUR",
        payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
      },
    });
    const status = await here("phone", "status", ...phone);
    expect(status.output).toContain(request);
    const signed = await here("phone", "sign", "--yes", ...phone);
    expect(signed).toMatchObject({ code: 0 });
    expect(signed.output).toMatch(/EUR 1\s234\.50[\s\S]*Nordic Steel[\s\S]*Confirmed/);

    const text = JSON.stringify(await portal.evidence(request));
    const keys = await fetch(`${environment["MTOKEN_ORIGIN"]}/.well-known/mtoken-keys`);
    writeFileSync(file("keys.json"), await keys.text());
    writeFileSync(file("evidence.json"), text);
    const sound = await mtoken({}, "verify", file("evidence.json"), "--keys", file("keys.json"));
    expect(sound).toMatchObject({ code: 0, errors: "" });
    expect(sound.output).toContain("The evidence holds.");
    expect(sound.output).toMatch(/EUR 1\s234\.50 to Nordic Steel, DE89 3704 0044 0532 0130 00/);
    const middle = text.indexOf('"approval":"') + 200;
    const other = text[middle] === "A" ? "B" : "A";
    writeFileSync(file("forged.json"), text.slice(0, middle) + other + text.slice(middle + 1));
    const forged = await here("verify", file("forged.json"), "--keys", file("keys.json"));
    expect(forged.code).toBe(1);
    expect(forged.errors).toContain('Broken at "');
  });

  test("runs the walkthrough against this running server", async () => {
    const { MTOKEN_SIGN_IN_ORIGIN: issuer = "" } = environment;
    const ran = await mtoken(
      {},
      ...["walkthrough", "--link", colleague.link, "--code", colleague.code, "--issuer", issuer],
      ...["--client", clientId, "--client-key", file("portal.pem"), "--redirect-uri", redirectUri],
    );
    const lines = ran.output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ ok: true });
    expect(ran.code).toBe(0);
    expect(lines.slice(0, -1).map(({ step }) => step)).toEqual([
      "started",
      "activated",
      "handshake",
      "claimed",
      "approved",
      "redeemed",
      "signed",
      "evidence verified",
      "wrong mPIN refused five times and then blocked",
      "blocked device refused everywhere",
    ]);
    expect(ran.output).not.toContain(colleague.code);
  });

  test("changes the phone's mPIN", async () => {
    const weak = await here("phone", "change-mpin", ...phone, "--to", "123456");
    expect(weak.code).toBe(1);
    expect(weak.errors).toContain("This mPIN won't do: its digits are a sequence.");
    const changed = await here("phone", "change-mpin", ...phone, "--to", "730258");
    expect(changed).toMatchObject({ code: 0 });
    const former = await here("phone", "status", ...phone);
    expect(former.errors).toContain("The mPIN is wrong.");
    const back = await here("phone", "change-mpin", ...phone, "--mpin", "730258", "--to", mpin);
    expect(back).toMatchObject({ code: 0 });
  });

  test("gives the phone up, and the server knows", async () => {
    const unsaid = await here("phone", "deactivate", ...phone);
    expect(unsaid.code).not.toBe(0);
    const given = await here("phone", "deactivate", ...phone, "--reason", "replaced");
    expect(given).toMatchObject({ code: 0 });
    const again = await here("phone", "status", ...phone);
    expect(again.code).toBe(1);
    expect(again.errors).toContain("deactivated");
    expect(await server?.interrupt()).toBe(0);
    await openFolder();
    const { output } = await here("device", "list", "--json");
    const statuses = JSON.parse(output).map(({ status }: { status: string }) => status);
    expect(statuses.sort()).toEqual(["blocked", "deactivated"]);
  });

  test("withdraws a version of the app, and allows it again", async () => {
    const app = "mtoken-cli/0.0.1";
    const withdrawn = await here("app", "withdraw", app, "--reason", "a test");
    expect(withdrawn.output).toContain(`${app} is withdrawn`);
    const { output } = await here("app", "list", "--json");
    expect(JSON.parse(output)).toMatchObject([{ app, devices: 0, withdrawn: { reason: "a test" } }]);
    expect(await here("app", "allow", app)).toMatchObject({ code: 0 });
  });

  test("forbids a company fingerprint and face, and allows them again", async () => {
    const { company } = invitation;
    const forbidden = await here("company", "biometrics", company, "forbid");
    expect(forbidden.output).toContain("the mPIN alone");
    expect(await here("company", "biometrics", company, "allow")).toMatchObject({ code: 0 });
    await closeFolder();
    const unknown = await mtoken(environment, "company", "biometrics", `cmp_${"0".repeat(26)}`, "allow");
    expect(unknown).toMatchObject({ code: 3, errors: expect.stringContaining("(not_found)") });
  });

  test("verifies the audit log of all of it", async () => {
    const { code, output } = await mtoken(environment, "audit", "verify");
    expect(code).toBe(0);
    expect(output).toMatch(/The audit log holds: \d+ entries/);
  });
});

describe("a company whose devices are approved", () => {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-approval-"));
  const phone = ["--vault", join(folder, "phone.json"), "--mpin", mpin];
  let server: RunningServer | undefined;
  const here = mtokenOn(() => server?.context);

  beforeAll(async () => {
    useTemplate(folder);
    const config = readConfig(await environmentIn(folder), { logLevel: "warn", srpThreads: 1 });
    server = await startServer(config);
  });

  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const onPhone = (...words: string[]) => here("phone", ...words, ...phone);

  async function onlyDevice(): Promise<{ id: string; status: string; fingerprint: string | null }> {
    const { output } = await here("device", "list", "--json");
    return JSON.parse(output)[0];
  }

  test("approves one by its fingerprint and by no other, and deactivates it", async () => {
    const operator = ["--operator", "Example Bank", "--officer", "Olga Ort", "--officer", "Omar Ost"];
    const first = await here("init", ...operator);
    expect(first.output).toMatch(/(officer .*Olga Ort[\s\S]*link[\s\S]*code[\s\S]*){1}officer .*Omar Ost/);
    const names = ["--name", "Careful Ltd", "--administrator", "Ada Berg <ada@careful.example>"];
    const added = await here("company", "add", ...names, "--approval", "--json");
    const { link, code, administrator: user } = JSON.parse(added.output);
    const activated = await onPhone("activate", link, "--code", code);
    expect(activated.output).toContain("waits for an administrator's approval");
    const { id, ...listed } = await onlyDevice();
    expect(listed).toMatchObject({ status: "awaiting-approval", fingerprint: null });
    const [fingerprint = ""] = activated.output.match(/\b([0-9A-Z]{4}-){4}[0-9A-Z]{4}\b/) ?? [];

    const approve = (text: string) => here("device", "approve", id, "--fingerprint", text);
    const other = fingerprint.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    const refused = await approve(other);
    expect(refused).toMatchObject({ code: 5, errors: expect.stringContaining("(wrong_fingerprint)") });
    expect((await approve(fingerprint)).output).toContain("The device is active.");
    expect(await onlyDevice()).toMatchObject({ id, status: "active", fingerprint });
    expect((await here("app", "list")).output).toMatch(/^mtoken-cli\/\d+\.\d+\.\d+ {2}1 device\n$/);

    expect((await onPhone("freeze")).output).toContain("Everything is stopped");
    expect((await here("user", "list")).output).toContain("frozen since");
    const unfreeze = () => here("user", "unfreeze", user, "--reason", "spoke with her");
    expect((await unfreeze()).output).toContain("may sign in and sign again");
    const again = await unfreeze();
    expect(again).toMatchObject({ code: 4, output: "" });
    expect(again.errors).toContain("(already_decided)");
    const computer = ["computer", "allow", `cpt_${"A".repeat(43)}`, "--reason", "a mistake"];
    expect((await here(...computer)).errors).toContain("that is refused");

    const ended = await here("device", "deactivate", "--user", user, "--reason", "lost", "--json");
    expect(ended).toMatchObject({ code: 0, output: '{"devices":1}\n' });
    const changed = await here("user", "change", user, "--name", "Ada Berg-Lund", "--mail", "");
    expect(changed).toMatchObject({ code: 0, errors: "" });
    const shown = JSON.parse((await here("user", "show", user, "--json")).output);
    expect(shown).toMatchObject({
      ...{ name: "Ada Berg-Lund", mail: null, role: "administrator", company: { name: "Careful Ltd" } },
      devices: [{ id, status: "deactivated", ended: { reason: "lost" } }],
      invitations: [{ status: "complete" }],
    });
    const last = await here("user", "remove", user, "--reason", "left-company", "--json");
    expect(JSON.parse(last.errors)).toMatchObject({ code: "last_administrator" });
    expect(last.code).toBe(5);
    const after = await onPhone("status");
    expect(after).toMatchObject({ code: 1, output: "" });
    expect(after.errors).toContain("deactivated");
  });
});
