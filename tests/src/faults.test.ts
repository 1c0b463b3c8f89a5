/**
 * kill -9 while phones are activated, browsers signed in, payments signed and mPINs guessed: whatever the moment, no
 * approval counts twice, no browser gets in without one, no try comes back, the audit log verifies, and the server
 * starts again.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeviceError, MemoryVault } from "@mtoken/device";
import { exportPublicJwk, generateSigningKeyPair, ProtocolError } from "@mtoken/protocol";
import { RelyingParty, RelyingPartyError } from "@mtoken/relying-party";
import type { Config, Context } from "@mtoken/server";
import { createClient, createCompany, createUser, inviteUser, openContext, readConfig } from "@mtoken/server";
import { makeScratchDirectory, startCluster } from "@mtoken/server/testing";
import { afterAll, describe, expect, test } from "vitest";
import { chooseSeed, Dice } from "./faults/dice.ts";
import { Doomed } from "./faults/doomed.ts";
import { Exchanges } from "./faults/exchanges.ts";
import type { HeldPhone } from "./faults/guessing.ts";
import { Guessing } from "./faults/guessing.ts";
import type { Job } from "./faults/jobs.ts";
import { Activating, mpin, openPhone, Signing } from "./faults/jobs.ts";
import { KilledServer } from "./faults/killed-server.ts";
import type { LeftBehind } from "./faults/left-behind.ts";
import { devicesOnRecord, onPglite, onPostgres } from "./faults/left-behind.ts";
import { requireIntact } from "./faults/require-intact.ts";
import { ConnectionLost, SigningIn } from "./faults/signing-in.ts";
import { freePorts } from "./free-ports.ts";
import { useTemplate } from "./use-template.ts";

const kills = 20;
/** Every so many, the kill is aimed between the last charge of a device and its block. */
const aimedEvery = 4;
/** Another killing comes at some exchange with the server up to this one, and somewhere within its answering. */
const longestRound = 24;
const longestAnswerMilliseconds = 25;
const redirectUri = "http://localhost/callback";

const seed = chooseSeed("MTOKEN_FAULTS_SEED");
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
  // In memory: what a killed process has written is the system's to keep, wherever it lies.
  const folder = makeScratchDirectory("mtoken-faults-");
  useTemplate(folder);
  const config = await configIn(folder, databaseUrl);
  const cast = await alone(() => prepare(config));
  const left = databaseUrl === undefined ? onPglite(config) : await onPostgres(config);
  const server = new KilledServer({ ...config, ...(databaseUrl !== undefined && { databaseUrl }) });
  try {
    await server.start();
    const stage = await setStage({ config, cast, server, left });
    for (let kill = 1; kill <= kills; kill += 1) {
      const doomed = kill % aimedEvery === 0 ? stage.doomed.shift() : undefined;
      await (doomed === undefined ? workUntilKilled(stage) : doomed.guessUntilKilled(stage));
      await startAgain(stage);
      await doomed?.requireBlocked();
    }
    // Whatever was under way is brought to its end by its user, who then signs in until it was approved once more.
    for (const job of stage.jobs) await job();
    await stage.signingIn.round();
    await server.kill();
    const { signing, signingIn, guessing } = stage;
    expect(signing.receipts.size).toBeGreaterThan(0);
    expect(signingIn.signedIn.size).toBeGreaterThan(0);
    expect(guessing.wrongTries).toBeGreaterThan(0);
    await left.read((context) => requireIntact(context, { signing, signingIn }));
  } finally {
    await server.kill();
    await left.close();
    await rm(folder, { recursive: true, force: true });
  }
}

let last: Promise<unknown> = Promise.resolve();

/** PGlite's start holds this whole process up; a connection that is made meanwhile would time out. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}

type Stage = Awaited<ReturnType<typeof setStage>>;

interface Setting {
  config: Config;
  cast: Awaited<ReturnType<typeof prepare>>;
  server: KilledServer;
  left: LeftBehind;
}

/** Everybody at work, with phones that were activated in peace. */
async function setStage({ config, cast, server, left }: Setting) {
  const exchanges = new Exchanges();
  const portal = new RelyingParty({ ...cast.client, issuer: config.signInOrigin });
  const open = (storage = new MemoryVault()) =>
    openPhone({ origin: config.serverOrigin, pins: cast.pins, fetch: exchanges.fetch, storage });
  const activate = async ({ link, code }: Invited): Promise<HeldPhone> => {
    const storage = new MemoryVault();
    const phone = await open(storage);
    await phone.activate({ link: phone.readLink(link), code, mpin });
    const record = await storage.read();
    if (record?.kind !== "activated") throw new TypeError("not activated");
    return { id: record.keys.device, phone, storage };
  };
  const [signer, visitor] = [await activate(cast.signer), await activate(cast.visitor)];
  const victims: HeldPhone[] = [];
  for (const invited of cast.victims) victims.push(await activate(invited));
  const doomed: Doomed[] = [];
  for (const invited of cast.doomed) doomed.push(new Doomed(await activate(invited), open));
  const activating = new Activating(cast.others, open);
  const signing = new Signing(signer.phone, portal, cast.signer.user);
  const { user } = cast.visitor;
  const signingIn = new SigningIn({ phone: visitor.phone, portal, user, redirectUri, exchanges });
  const guessing = new Guessing(victims);
  const jobs = [activating.step, signing.step, signingIn.step, guessing.step];
  return { dice: new Dice(seed), exchanges, server, left, jobs, doomed, signing, signingIn, guessing };
}

/** The jobs side by side, over and over, until the moment comes. */
async function workUntilKilled({ jobs, server, exchanges, dice }: Stage): Promise<void> {
  let killed = false;
  const dying = exchanges.after(1 + Math.floor(dice.below(longestRound))).then(async () => {
    // The moment is what the test varies; nothing is expected of how long anything takes.
    await pause(dice.below(longestAnswerMilliseconds));
    killed = true;
    await server.kill();
  });
  const workers = jobs.map(async (job) => {
    while (!killed && (await untilInterrupted(job)) !== "done");
  });
  await Promise.all([dying, ...workers]);
}

/** What is on record agrees with what everybody was told, and the start changes nothing of it. */
async function startAgain({ left, guessing, server }: Stage): Promise<void> {
  const before = await left.read(devicesOnRecord);
  guessing.found(before);
  await server.start();
  if (left.isShared) expect(await left.read(devicesOnRecord)).toEqual(before);
}

/** What a dying server does to those who talk to it; everything else is a finding. */
async function untilInterrupted(job: Job): Promise<"done" | undefined> {
  try {
    return await job();
  } catch (error) {
    const isInterruption =
      error instanceof RelyingPartyError ||
      error instanceof ConnectionLost ||
      // A machine under load, which a server that has just started says of itself.
      (error instanceof ProtocolError && error.code === "unavailable") ||
      isDeviceError(error, "unavailable") ||
      isDeviceError(error, "offline") ||
      isDeviceError(error, "session_ended");
    if (!isInterruption) throw error;
    return undefined;
  }
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

type Invited = Awaited<ReturnType<typeof invite>>;

/** Everybody who takes part; the server is not running yet. */
async function prepare(config: Config) {
  const { context, close } = await openContext(config);
  try {
    const company = await createCompany(context, { name: "Northern Mills" });
    const inviteAll = async (count: number) => {
      const invited: Invited[] = [];
      for (let index = 0; index < count; index += 1) invited.push(await invite(context, company));
      return invited;
    };
    return {
      signer: await invite(context, company),
      visitor: await invite(context, company),
      victims: await inviteAll(3),
      doomed: await inviteAll(Math.floor(kills / aimedEvery)),
      others: await inviteAll(8),
      client: await makeClient(context),
      pins: context.identity.pins(),
    };
  } finally {
    await close();
  }
}

async function invite(context: Context, company: Awaited<ReturnType<typeof createCompany>>) {
  const user = await createUser(context, { company, name: "Ada Berg", role: "user" });
  return { user, ...(await inviteUser(context, { user })) };
}

async function makeClient(context: Context) {
  const keys = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const clientId = await createClient(context, {
    name: "Example Bank",
    origin: "http://localhost",
    redirectUris: [redirectUri],
    jwks: { keys: [{ ...(await exportPublicJwk(keys.publicKey)), alg: "PS512", use: "sig" }] },
  });
  return { clientId, key: keys.privateKey };
}
