/**
 * kill -9 while phones are activated, payments signed and mPINs guessed: whatever the moment, no approval counts
 * twice, no try comes back, the audit log verifies, and the server starts again.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeviceError } from "@mtoken/device";
import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import { RelyingParty, RelyingPartyError } from "@mtoken/relying-party";
import type { Config, Context } from "@mtoken/server";
import {
  createClient,
  createCompany,
  createPepper,
  createUser,
  inviteUser,
  openContext,
  readConfig,
  verifyAudit,
} from "@mtoken/server";
import { startCluster } from "@mtoken/server/testing";
import { afterAll, describe, expect, test } from "vitest";
import { Exchanges } from "./faults/exchanges.ts";
import type { Job } from "./faults/jobs.ts";
import { Activating, Guessing, newPhone, Signing } from "./faults/jobs.ts";
import { KilledServer } from "./faults/killed-server.ts";
import { freePorts } from "./free-ports.ts";

const kills = 20;
/** A killing comes at some exchange between phones and server up to this one, and somewhere within its answering. */
const longestRound = 40;
const longestAnswerMilliseconds = 25;

const cluster = await startCluster({ durable: true });
if (cluster === undefined) console.warn("SKIPPED on PostgreSQL: this machine has none.");
afterAll(() => cluster?.stop());

describe.concurrent("a server that is killed twenty times", () => {
  test("keeps its promises on PGlite", () => killAgainAndAgain(undefined), 1_200_000);

  test.skipIf(cluster === undefined)(
    "keeps its promises on PostgreSQL",
    async () => killAgainAndAgain(await cluster?.createDatabase("faults")),
    1_200_000,
  );
});

async function killAgainAndAgain(databaseUrl: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "mtoken-faults-"));
  const config = await configIn(folder, databaseUrl);
  const cast = await prepare(config);
  const server = new KilledServer({ ...config, ...(databaseUrl !== undefined && { databaseUrl }) });
  try {
    const portal = new RelyingParty({ ...cast.client, issuer: config.signInOrigin });
    const exchanges = new Exchanges();
    const makePhone = () =>
      newPhone({ origin: config.serverOrigin, pins: cast.pins, fetch: exchanges.fetch });
    const [signer, guesser] = [await makePhone(), await makePhone()];
    await server.start();
    for (const [phone, { link, code }] of [
      [signer, cast.signer],
      [guesser, cast.guesser],
    ] as const) {
      await phone.activate({ link: phone.readLink(link), code, mpin: "482917" });
    }
    const activating = new Activating(cast.others, makePhone);
    const signing = new Signing(signer, portal, cast.signer.user);
    const guessing = new Guessing(guesser);
    const jobs = [activating.step, signing.step, guessing.step];
    for (let kill = 1; kill <= kills; kill += 1) {
      await workUntilKilled({ jobs, server, exchanges });
      await server.start();
    }
    // Whatever was under way is brought to its end by its user.
    for (const job of jobs) await job();
    await server.kill();
    expect(signing.receipts.size).toBeGreaterThan(0);
    expect(guessing.wrongTries).toBeGreaterThan(0);
    await requireIntact(config, signing);
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Round {
  jobs: Job[];
  server: KilledServer;
  exchanges: Exchanges;
}

/** The jobs side by side, over and over, until the moment comes. */
async function workUntilKilled({ jobs, server, exchanges }: Round): Promise<void> {
  let killed = false;
  const dying = exchanges.after(1 + Math.floor(Math.random() * longestRound)).then(async () => {
    // The moment is what the test varies; nothing is expected of how long anything takes.
    await pause(Math.random() * longestAnswerMilliseconds);
    killed = true;
    await server.kill();
  });
  const workers = jobs.map(async (job) => {
    while (!killed) {
      try {
        await job();
      } catch (error) {
        if (!isInterruption(error)) throw error;
      }
    }
  });
  await Promise.all([dying, ...workers]);
}

/** What a dying server does to those who talk to it; everything else is a finding. */
function isInterruption(error: unknown): boolean {
  if (error instanceof RelyingPartyError) return true;
  return isDeviceError(error, "offline") || isDeviceError(error, "session_ended");
}

async function configIn(folder: string, databaseUrl: string | undefined): Promise<Config> {
  const port = await freePorts(2);
  return readConfig(
    {},
    {
      dataDirectory: folder,
      pepperFile: join(folder, "pepper"),
      serverOrigin: `http://localhost:${port}`,
      signInOrigin: `http://localhost:${port + 1}`,
      ...(databaseUrl !== undefined && { databaseUrl }),
      srpBits: 2048,
      logLevel: "silent",
    },
  );
}

/** Everybody who takes part; the server is not running yet. */
async function prepare(config: Config) {
  await createPepper(config);
  const { context, close } = await openContext(config);
  try {
    const company = await createCompany(context, { name: "Northern Mills" });
    const invite = async () => {
      const user = await createUser(context, { company, name: "Ada Berg", role: "user" });
      return { user, ...(await inviteUser(context, { user })) };
    };
    const [signer, guesser] = [await invite(), await invite()];
    const others: Awaited<ReturnType<typeof invite>>[] = [];
    for (let index = 0; index < 12; index += 1) others.push(await invite());
    return { signer, guesser, others, client: await makeClient(context), pins: context.identity.pins() };
  } finally {
    await close();
  }
}

async function makeClient(context: Context) {
  const keys = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const clientId = await createClient(context, {
    name: "Example Bank",
    origin: "http://localhost",
    redirectUris: ["http://localhost/callback"],
    jwks: { keys: [{ ...(await exportPublicJwk(keys.publicKey)), alg: "PS512", use: "sig" }] },
  });
  return { clientId, key: keys.privateKey };
}

async function requireIntact(config: Config, signing: Signing): Promise<void> {
  const { context, close } = await openContext(config);
  try {
    await context.sequencer.sequenceNow();
    expect(await verifyAudit(context)).toMatchObject({ ok: true, waiting: 0 });
    const entries = await context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", "request.approved")
      .execute();
    const approved = entries.map(({ entry }) => String(JSON.parse(entry).request));
    expect(new Set(approved).size).toBe(approved.length);
    const requests = await context.database.kysely
      .selectFrom("requests")
      .select("id")
      .where("status", "=", "approved")
      .execute();
    expect(requests.map(({ id }) => id).sort()).toEqual([...approved].sort());
    expect(approved).toEqual(expect.arrayContaining([...signing.receipts]));
  } finally {
    await close();
  }
}
