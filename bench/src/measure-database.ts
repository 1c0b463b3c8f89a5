/** All that is measured on one database: sign-ins in one process of the server's, waiting pages in a fresh one. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterCpu, postmasterOf } from "./cluster-cpu.ts";
import { Keys, makeLanes, signInAll } from "./lanes.ts";
import { MeasuredProcess } from "./measured-process.ts";
import type { DatabaseResult, Primitive } from "./result.ts";
import type { Counts, ServerCalls } from "./server-calls.ts";
import { scanToSignedIn, wholeSignIn } from "./sign-in.ts";
import { StepTimes } from "./step-times.ts";
import { measureWaitingPages } from "./waiting-pages.ts";

/** How much is done. */
export interface Size {
  signIns: number;
  /** V8 goes on compiling for more than a thousand sign-ins; a server has that behind it within minutes of its start. */
  warmUp: number;
  /** Sign-ins whose requests and statements are counted, after those whose CPU is measured. */
  counted: number;
  sideBySide: number;
  oneAtATime: number;
  pages: number;
  /** CPU spent on each primitive, twice. */
  primitiveMilliseconds: number;
}

export interface MeasureOptions {
  engine: DatabaseResult["engine"];
  databaseUrl?: string;
  size: Size;
  keys: Keys;
  /** A file for a CPU profile of the measured sign-ins. */
  profile: string | undefined;
  /** Where the statements of the counted sign-ins are told, with how often a sign-in makes each. */
  tellStatements: ((perSignIn: [text: string, count: number][]) => void) | undefined;
}

interface Reading {
  cpu: number;
  database: number;
  at: number;
}

export async function measureDatabase(options: MeasureOptions): Promise<DatabaseResult> {
  const folder = await mkdtemp(join(tmpdir(), "mtoken-bench-"));
  try {
    const measured = await inOwnProcess((server) => measure(server, folder, options));
    return {
      ...measured,
      waitingPages: await inOwnProcess((server) => measurePages(server, folder, options)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type ServerProcess = MeasuredProcess<ServerCalls>;

async function inOwnProcess<T>(work: (server: ServerProcess) => Promise<T>): Promise<T> {
  const server: ServerProcess = new MeasuredProcess(new URL("./server-process.ts", import.meta.url));
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function measurePages(
  server: ServerProcess,
  folder: string,
  { databaseUrl, size }: MeasureOptions,
): Promise<DatabaseResult["waitingPages"]> {
  const start = { folder, ...(databaseUrl !== undefined && { databaseUrl }) };
  const { signIn: issuer } = await server.call("start", start);
  // Another device: the database knows those of the sign-ins already.
  const [lane] = await makeLanes(server, { issuer, keys: new Keys(), count: 1 });
  if (lane === undefined) throw new TypeError("there must be a lane");
  return measureWaitingPages(server, lane, size.pages);
}

async function measure(
  server: ServerProcess,
  folder: string,
  { engine, databaseUrl, size, keys, profile, tellStatements }: MeasureOptions,
): Promise<Omit<DatabaseResult, "waitingPages">> {
  const start = { folder, ...(databaseUrl !== undefined && { databaseUrl }) };
  const { signIn: issuer } = await server.call("start", start);
  const postmaster = databaseUrl === undefined ? undefined : postmasterOf(databaseUrl);
  const lanes = await makeLanes(server, { issuer, keys, count: size.sideBySide });
  const [lane] = lanes;
  if (lane === undefined) throw new TypeError("there must be one sign-in at a time at least");
  await signInAll(lanes, size.warmUp, new StepTimes());

  const primitives = () =>
    server.call("primitives", {
      atLeastMilliseconds: size.primitiveMilliseconds,
      ...(postmaster !== undefined && { postmaster }),
    });
  const read = async (): Promise<Reading> => ({
    cpu: await server.call("cpu"),
    database: postmaster === undefined ? 0 : clusterCpu(postmaster),
    at: performance.now(),
  });

  // Before and after, since what else the machine does changes in between.
  const first = await primitives();
  if (profile !== undefined) await server.call("startProfile");
  const threadsBefore = await server.call("threads");
  const before = await read();
  const times = new StepTimes();
  await signInAll(lanes, size.signIns, times);
  const after = await read();
  const threadsAfter = await server.call("threads");
  if (profile !== undefined) await server.call("stopProfile", { file: profile });
  const threads = Object.fromEntries(perSignInOf(threadsBefore, threadsAfter, size.signIns));
  const second = await primitives();

  const alone = new StepTimes();
  await signInAll([lane], size.oneAtATime, alone);

  await server.call("startCounting");
  await signInAll(lanes, size.counted, new StepTimes());
  const counts = await server.call("counts");
  tellStatements?.(perSignInOf({}, counts.texts, size.counted));
  return {
    engine,
    ...figuresOf(before, after, { signIns: size.signIns, primitives: meanOf(first, second) }),
    perSignIn: countedPerSignIn(counts, size.counted),
    threads,
    latency: { ...times.of(wholeSignIn), sideBySide: size.sideBySide },
    scanToSignedIn: alone.of(scanToSignedIn),
    steps: alone.all(),
  };
}

type Figures = Pick<DatabaseResult, "signIns" | "perSecond" | "perSecondAndCore" | "cpu" | "limit" | "ratio">;

function figuresOf(
  before: Reading,
  after: Reading,
  { signIns, primitives }: { signIns: number; primitives: Primitive[] },
): Figures {
  const each = (name: keyof Reading) => (after[name] - before[name]) / signIns;
  const total = each("cpu") + each("database");
  const limit = primitives.reduce((sum, { perSignIn, milliseconds }) => sum + perSignIn * milliseconds, 0);
  return {
    signIns,
    perSecond: 1000 / each("at"),
    perSecondAndCore: 1000 / total,
    cpu: { server: each("cpu"), database: each("database"), total },
    limit: { perSecondAndCore: 1000 / limit, milliseconds: limit, primitives },
    ratio: limit / total,
  };
}

function countedPerSignIn(counts: Counts, signIns: number): DatabaseResult["perSignIn"] {
  const { requests, statements, roundTrips, transactions } = counts;
  return {
    requests: requests / signIns,
    statements: statements / signIns,
    roundTrips: roundTrips / signIns,
    transactions: transactions / signIns,
  };
}

function meanOf(first: readonly Primitive[], second: readonly Primitive[]): Primitive[] {
  return first.map((primitive, index) => {
    const again = second[index]?.milliseconds ?? primitive.milliseconds;
    return { ...primitive, milliseconds: (primitive.milliseconds + again) / 2 };
  });
}

function perSignInOf(
  before: Record<string, number>,
  after: Record<string, number>,
  signIns: number,
): [text: string, count: number][] {
  return Object.entries(after)
    .map(([text, count]): [string, number] => [text, (count - (before[text] ?? 0)) / signIns])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
}
