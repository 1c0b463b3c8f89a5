/** `mtoken keys`, as an operator runs it: a key is added, takes over, and the one before is revoked, on the record. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const main = join(import.meta.dirname, "main.ts");
/** WebAssembly as it comes: optimising PGlite would take longer than it runs. */
const quickStart = "--liftoff-only";
const data = mkdtempSync(join(tmpdir(), "mtoken-keys-"));

async function mtoken(...words: string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], MTOKEN_DATA: data };
  return (await run(process.execPath, [quickStart, main, ...words], { env })).stdout.trim();
}

function failureOf(...words: string[]): Promise<string> {
  return mtoken(...words).then(
    () => "it did not fail",
    (error: { stderr?: string }) => error.stderr?.trim() ?? "",
  );
}

async function standings(): Promise<Record<string, string>> {
  const keys: { kid: string; standing: string }[] = JSON.parse(await mtoken("keys", "list", "--json"));
  return Object.fromEntries(keys.map(({ kid, standing }) => [kid, standing]));
}

beforeAll(async () => {
  await mtoken("init", "--operator", "Example Bank", "--officer", "Olga Ort", "--officer", "Omar Ost");
}, 300_000);
afterAll(() => rmSync(data, { recursive: true, force: true }));

test("the identity key is rotated and revoked from the command line, and never the last one", async () => {
  const [first = ""] = Object.keys(await standings());
  expect(await failureOf("keys", "revoke", "nonsense")).toMatch(/There is no key "nonsense"/);
  expect(await failureOf("keys", "rotate", "--from", "2001-01-01")).toMatch(/is past/);

  const later = await mtoken("keys", "rotate", "--from", "2199-01-01T00:00:00Z");
  expect(await failureOf("keys", "revoke", first)).toMatch(/No other key could sign/);
  const next = await mtoken("keys", "rotate");
  expect(await standings()).toEqual({ [first]: "verifies", [later]: "later", [next]: "signs" });

  expect(await mtoken("keys", "revoke", first)).toMatch(/revoked/);
  expect(await standings()).toEqual({ [first]: "revoked", [later]: "later", [next]: "signs" });
  expect(await mtoken("audit", "verify")).toMatch(/The audit log holds/);
}, 300_000);

test("has a key for push services from the start, and another after a rotation", async () => {
  const report = async () => JSON.parse(await mtoken("push", "status", "--json"));
  const before = await report();
  expect(before).toMatchObject({ enabled: true, phones: 0, waiting: 0, givenUp: [] });
  const rotated = await mtoken("push", "rotate");
  expect(rotated).not.toBe(before.key);
  expect(await report()).toEqual({ ...before, key: rotated });
});
