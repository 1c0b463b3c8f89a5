/** The command line from the first start to evidence: every command as an operator and a user type it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClientId, UserId } from "@mtoken/protocol";
import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningCommand } from "./command-line/mtoken.ts";
import { mtoken, mtokenUntil } from "./command-line/mtoken.ts";
import { freePorts } from "./free-ports.ts";

const mpin = "482917";
const redirectUri = "http://localhost/callback";

describe("the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-command-line-"));
  const file = (name: string) => join(folder, name);
  const phone = ["--vault", file("phone.json"), "--mpin", mpin];
  let environment: Record<string, string>;
  let invitation: { company: string; administrator: UserId; link: string; code: string };
  let colleague: { user: UserId; link: string; code: string };
  let clientId: ClientId;
  let clientKey: CryptoKey;
  let server: RunningCommand | undefined;

  beforeAll(async () => {
    const port = await freePorts(2);
    environment = {
      MTOKEN_DATA: folder,
      MTOKEN_ORIGIN: `http://localhost:${port}`,
      MTOKEN_SIGN_IN_ORIGIN: `http://localhost:${port + 1}`,
      MTOKEN_SRP_BITS: "2048",
      MTOKEN_LOG_LEVEL: "warn",
    };
    const keys = await generateSigningKeyPair({ bits: 2048, extractable: true });
    clientKey = keys.privateKey;
    const jwk = { ...(await exportPublicJwk(keys.publicKey)), alg: "PS512", use: "sig" };
    writeFileSync(file("portal.jwks"), JSON.stringify({ keys: [jwk] }));
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
    writeFileSync(file("portal.pem"), `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`);
  });

  afterAll(async () => {
    await server?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  test("says in one sentence what is missing before the first start", async () => {
    const { code, errors } = await mtoken(environment, "user", "list");
    expect(code).toBe(1);
    expect(errors).toMatch(/pepper.*mtoken init/s);
    expect(errors).not.toContain("    at ");
  });

  test("init makes the first company and administrator, once", async () => {
    const words = ["init", "--company", "Northern Mills", "--administrator", "Ada Berg", "--json"];
    const first = await mtoken(environment, ...words);
    expect(first).toMatchObject({ code: 0, errors: "" });
    invitation = JSON.parse(first.output);
    expect(invitation.link).toMatch(/^http:\/\/localhost:\d+\/a#/);
    const second = await mtoken(environment, ...words);
    expect(second.code).toBe(1);
    expect(second.errors).toContain("set up already");
  });

  test("adds a colleague and registers a portal", async () => {
    const { company } = invitation;
    const words = ["user", "add", "--company", company, "--name", "Tom Berg", "--json"];
    colleague = JSON.parse((await mtoken(environment, ...words)).output);
    const added = await mtoken(
      environment,
      ...["client", "add", "--name", "Portal", "--origin", "http://localhost"],
      ...["--redirect-uri", redirectUri, "--jwks", file("portal.jwks"), "--json"],
    );
    expect(added).toMatchObject({ code: 0, errors: "" });
    clientId = JSON.parse(added.output).client;
  });

  test("serves, and a second process on the same folder is refused with a sentence", async () => {
    server = await mtokenUntil(environment, /serves phones at/, "serve");
    const second = await mtoken(environment, "user", "list");
    expect(second.code).toBe(1);
    expect(second.errors).toMatch(/in use|another|already/i);
    expect(second.errors).not.toContain("    at ");
  });

  test("activates a phone, whose vault holds no mPIN", async () => {
    const { link, code } = invitation;
    const activated = await mtoken({}, "phone", "activate", link, "--code", code, ...phone);
    expect(activated.code).toBe(0);
    expect(activated.output).toMatch(/Fingerprint: ([0-9A-Z]{4}-){4}[0-9A-Z]{4}/);
    expect(readFileSync(file("phone.json"), "utf8")).not.toContain(mpin);
  });

  test("shows what is to be signed, signs it, and the evidence verifies until one character is changed", async () => {
    const issuer = environment["MTOKEN_SIGN_IN_ORIGIN"] ?? "";
    const portal = new RelyingParty({ issuer, clientId, key: clientKey });
    const { request } = await portal.requestSignature({
      user: invitation.administrator,
      content: {
        type: "payment",
        amount: "1234.50",
        currency: "EUR",
        payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
      },
    });
    const status = await mtoken({}, "phone", "status", ...phone);
    expect(status.output).toContain(request);
    const signed = await mtoken({}, "phone", "sign", "--yes", ...phone);
    expect(signed).toMatchObject({ code: 0 });
    expect(signed.output).toMatch(/1234\.50 EUR[\s\S]*Nordic Steel[\s\S]*Confirmed/);

    const text = JSON.stringify(await portal.evidence(request));
    const keys = await fetch(`${environment["MTOKEN_ORIGIN"]}/.well-known/mtoken-keys`);
    writeFileSync(file("keys.json"), await keys.text());
    writeFileSync(file("evidence.json"), text);
    const sound = await mtoken({}, "verify", file("evidence.json"), "--keys", file("keys.json"));
    expect(sound).toMatchObject({ code: 0, errors: "" });
    expect(sound.output).toContain("The evidence holds.");
    expect(sound.output).toContain("1234.50 EUR");
    const middle = text.indexOf('"approval":"') + 200;
    const other = text[middle] === "A" ? "B" : "A";
    writeFileSync(file("forged.json"), text.slice(0, middle) + other + text.slice(middle + 1));
    const forged = await mtoken({}, "verify", file("forged.json"), "--keys", file("keys.json"));
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

  test("gives the phone up, and the server knows", async () => {
    const given = await mtoken({}, "phone", "deactivate", ...phone);
    expect(given).toMatchObject({ code: 0 });
    const again = await mtoken({}, "phone", "status", ...phone);
    expect(again.code).toBe(1);
    expect(again.errors).toContain("deactivated");
    expect(await server?.interrupt()).toBe(0);
    const { output } = await mtoken(environment, "user", "list", "--json");
    const statuses = JSON.parse(output).flatMap(({ devices }: { devices: { status: string }[] }) =>
      devices.map(({ status }) => status),
    );
    expect(statuses.sort()).toEqual(["blocked", "deactivated"]);
  });

  test("verifies the audit log of all of it", async () => {
    const { code, output } = await mtoken(environment, "audit", "verify");
    expect(code).toBe(0);
    expect(output).toMatch(/The audit log holds: \d+ entries/);
  });
});
