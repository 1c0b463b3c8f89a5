/**
 * `npm run bench`: how much a complete sign-in costs, held against what its cryptography and its durable writes cost alone; and
 * how fast the phone app is.
 *
 *     npm run bench -- --json               prints JSON in place of the table
 *     npm run bench -- --quick              a smoke run: every part, and no figure to rely on
 *     npm run bench -- --database pglite    one of the two
 *     npm run bench -- --sign-ins 2000      a longer run
 *     npm run bench -- --pages 1000         fewer waiting pages than 10,000
 *     npm run bench -- --statements         how often a sign-in makes each SQL statement
 *     npm run bench -- --profile NAME       V8's CPU profiles of the server's main thread, in bench/results
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { startCluster } from "@mtoken/server/testing";
import { postgresVersion } from "./bare-database.ts";
import { Keys, rsaBits, srpBits } from "./lanes.ts";
import { describeMachine } from "./machine.ts";
import type { Size } from "./measure-database.ts";
import { measureDatabase } from "./measure-database.ts";
import { measureDemonstration } from "./measure-demonstration.ts";
import type { PeerSize } from "./measure-peer.ts";
import { measurePeer } from "./measure-peer.ts";
import { measurePhone } from "./measure-phone.ts";
import type { BenchResult, DatabaseResult } from "./result.ts";
import { tableOf } from "./table.ts";

const wholeRun: Size & PeerSize = {
  ...{ signIns: 1500, warmUp: 1500, counted: 200, sideBySide: 16 },
  ...{ oneAtATime: 50, pages: 10_000, primitiveMilliseconds: 500 },
  ...{ peerSignIns: 200, peerWarmUp: 20 },
};
const quickRun: Size & PeerSize = {
  ...{ signIns: 8, warmUp: 2, counted: 4, sideBySide: 2 },
  ...{ oneAtATime: 2, pages: 10, primitiveMilliseconds: 20 },
  ...{ peerSignIns: 4, peerWarmUp: 2 },
};

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    database: { type: "string" },
    "sign-ins": { type: "string" },
    pages: { type: "string" },
    statements: { type: "boolean", default: false },
    profile: { type: "string" },
  },
});

await run();

async function run(): Promise<void> {
  const keys = new Keys();
  const machine = describeMachine(null);
  const size = {
    ...(options.quick ? quickRun : wholeRun),
    ...given("signIns", options["sign-ins"]),
    ...given("pages", options.pages),
  };
  const databases: DatabaseResult[] = [];
  let peer: BenchResult["peer"] = null;
  tell("demonstration …");
  const demonstrationMilliseconds = await measureDemonstration();
  tell("phone …");
  const phone = await measurePhone(options);
  if (isWanted("pglite")) databases.push(await measure("pglite", { size, keys }));
  if (isWanted("postgresql")) {
    const cluster = await startCluster({ durable: true });
    if (cluster === undefined) tell("There is no PostgreSQL on this machine: it is left out.");
    else {
      try {
        const databaseUrl = await cluster.createDatabase("bench");
        machine.postgresql = await postgresVersion(databaseUrl);
        databases.push(await measure("postgresql", { size, keys, databaseUrl }));
        tell("peer …");
        peer = await measurePeer(await cluster.createDatabase("peer"), size);
      } finally {
        await cluster.stop();
      }
    }
  }
  const at = new Date().toISOString();
  const result: BenchResult = {
    ...{ format: "mtoken-bench-1", at, quick: options.quick, machine, srpBits, rsaBits },
    ...{ demonstrationMilliseconds, phone, databases, peer },
  };
  const text = JSON.stringify(result, undefined, 2);
  if (!options.quick) keep(at, text);
  console.log(options.json ? text : tableOf(result));
}

function measure(
  engine: DatabaseResult["engine"],
  given: { size: Size; keys: Keys; databaseUrl?: string },
): Promise<DatabaseResult> {
  tell(`${engine} …`);
  const tellStatements = options.statements ? printStatements : undefined;
  const profile = options.profile && join(resultsFolder(), `${options.profile}-${engine}.cpuprofile`);
  return measureDatabase({ engine, profile, tellStatements, ...given });
}

function isWanted(engine: DatabaseResult["engine"]): boolean {
  return options.database === undefined || options.database === engine;
}

function given(name: "signIns" | "pages", text: string | undefined): Partial<Size> {
  if (text === undefined) return {};
  if (/^[1-9]\d{0,6}$/.test(text)) return { [name]: Number(text) };
  throw new TypeError("--sign-ins and --pages take a whole number");
}

function printStatements(perSignIn: readonly [string, number][]): void {
  for (const [text, count] of perSignIn)
    tell(`${count.toFixed(2).padStart(6)}  ${text.replaceAll(/\s+/g, " ")}`);
}

/** The last runs stay, so that a change can be compared with what was before it. */
function keep(at: string, text: string): void {
  writeFileSync(join(resultsFolder(), `${at.replaceAll(":", "-")}.json`), `${text}\n`);
}

function resultsFolder(): string {
  const folder = join(dirname(import.meta.dirname), "results");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Progress goes to standard error: with --json, standard output is JSON and nothing else. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
