/** The figures for people: one column a database, the budget beside each figure that has one. */
import type { BenchResult, DatabaseResult, PhoneResult } from "./result.ts";

interface Row {
  what: string;
  budget: string;
  of(result: DatabaseResult): string;
}

const engineNames = { pglite: "PGlite", postgresql: "PostgreSQL" } as const;

const rows: readonly Row[] = [
  { what: "complete sign-ins per second and core", budget: "", of: (r) => r.perSecondAndCore.toFixed(1) },
  { what: "limit: the primitives alone", budget: "", of: (r) => r.limit.perSecondAndCore.toFixed(1) },
  {
    what: "of the limit",
    budget: "at least 60 % on PostgreSQL",
    of: (r) => `${(r.ratio * 100).toFixed(1)} %`,
  },
  { what: "CPU of a sign-in, server", budget: "", of: (r) => milliseconds(r.cpu.server) },
  { what: "  of it the main thread", budget: "", of: (r) => milliseconds(r.threads["MainThread"] ?? 0) },
  { what: "  of it SRP's threads", budget: "", of: (r) => milliseconds(r.threads["WorkerThread"] ?? 0) },
  { what: "CPU of a sign-in, database", budget: "", of: (r) => milliseconds(r.cpu.database) },
  { what: "CPU of its primitives", budget: "", of: (r) => milliseconds(r.limit.milliseconds) },
  { what: "latency under load, median", budget: "", of: (r) => milliseconds(r.latency.median) },
  { what: "latency under load, 99th percentile", budget: "", of: (r) => milliseconds(r.latency.p99) },
  {
    what: "scan to signed in, median",
    budget: "at most 500 ms",
    of: (r) => milliseconds(r.scanToSignedIn.median),
  },
  { what: "scan to signed in, 99th percentile", budget: "", of: (r) => milliseconds(r.scanToSignedIn.p99) },
  {
    what: "memory of a waiting page",
    budget: "at most 20 kB, of 10,000",
    of: (r) => `${r.waitingPages.kilobytesEach.toFixed(1)} kB`,
  },
  {
    what: "  of it JavaScript's heap",
    budget: "",
    of: (r) => `${r.waitingPages.heapKilobytesEach.toFixed(1)} kB`,
  },
  { what: "  pages open at once", budget: "", of: (r) => String(r.waitingPages.pages) },
  { what: "HTTP requests of a sign-in", budget: "", of: (r) => r.perSignIn.requests.toFixed(1) },
  { what: "SQL statements of a sign-in", budget: "", of: (r) => r.perSignIn.statements.toFixed(1) },
  { what: "  with BEGIN and COMMIT", budget: "", of: (r) => r.perSignIn.roundTrips.toFixed(1) },
  { what: "commits of a sign-in", budget: "", of: (r) => r.perSignIn.transactions.toFixed(1) },
];

export function tableOf(result: BenchResult): string {
  const { machine, databases, srpBits, rsaBits } = result;
  const header = ["", ...databases.map(({ engine }) => engineNames[engine]), "budget"];
  const lines = rows.map(({ what, budget, of }) => [what, ...databases.map(of), budget]);
  const primitives = primitiveLines(databases);
  const about = `${machine.cores} cores of ${machine.cpu}, Node ${machine.node}, SRP ${srpBits}, RSA ${rsaBits}, load before ${machine.loadBefore}`;
  return [
    about,
    "",
    ...aligned([header, ...lines]),
    "",
    ...aligned(primitives),
    "",
    ...aligned(phoneLines(result.phone)),
    "",
    ...linesOnce(result),
  ].join("\n");
}

/** What is measured once, whatever the databases. */
function linesOnce({ demonstrationMilliseconds, peer, databases }: BenchResult): string[] {
  const demonstration = `demonstration ready after ${(demonstrationMilliseconds / 1000).toFixed(1)} s (at most 10 s)`;
  if (peer === null) return [demonstration];
  const { name, version, perSecondAndCore, cpu } = peer;
  const figures = `${perSecondAndCore.toFixed(1)} password sign-ins per second and core (${milliseconds(cpu.server)} server, ${milliseconds(cpu.database)} database)`;
  const ours = databases.find(({ engine }) => engine === "postgresql");
  const ratio =
    ours === undefined
      ? []
      : [`against it: ${(ours.perSecondAndCore / perSecondAndCore).toFixed(2)} times as many (at least 15)`];
  return [demonstration, `${name} ${version} on PostgreSQL: ${figures}`, ...ratio];
}

function phoneLines(phone: PhoneResult): string[][] {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  return [
    ["the phone app", "measured", "budget"],
    ["first load, the whole visit untouched", kilobytes(phone.firstLoadBytes), "at most 60 kB"],
    ["  unlocked, until the home screen", kilobytes(phone.homeBytes), ""],
    ["  the same without Argon2id's thread, its WebAssembly", kilobytes(phone.homeWithoutWasmBytes), ""],
    ["  put aside by the service worker, decoder included", kilobytes(phone.putAsideBytes), ""],
    ["start from the cache to the key pad", milliseconds(phone.startMilliseconds), "at most 300 ms"],
    ["  four times slower", milliseconds(phone.startSlowedMilliseconds), ""],
    ["handshake with mPIN, four times slower", milliseconds(phone.unlockMilliseconds), "at most 1000 ms"],
    [
      "  slower from the first key on, typed at once",
      milliseconds(phone.unlockThroughoutMilliseconds),
      "at most 1000 ms",
    ],
    ["  on this machine", milliseconds(phone.unlockUnslowedMilliseconds), ""],
    ["sign with mPIN, four times slower", milliseconds(phone.signMilliseconds), "at most 1000 ms"],
    ["  with a passkey, four times slower", milliseconds(phone.passkeySlowedMilliseconds), ""],
    ["QR code in view until it is read", milliseconds(phone.readMilliseconds), "at most 250 ms"],
    ["  four times slower", milliseconds(phone.readSlowedMilliseconds), ""],
    ["pictures a second while scanning", phone.framesPerSecond.toFixed(1), "at least 60"],
    ["  between two, median", milliseconds(phone.frameMilliseconds), "at most 16.7 ms"],
    ["  four times slower", phone.framesPerSecondSlowed.toFixed(1), ""],
  ];
}

function primitiveLines(databases: readonly DatabaseResult[]): string[][] {
  const [first] = databases;
  const header = ["primitive, per sign-in", ...databases.map(({ engine }) => engineNames[engine])];
  const lines = (first?.limit.primitives ?? []).map(({ name, perSignIn }, index) => [
    `${perSignIn} × ${name}`,
    ...databases.map(({ limit }) => milliseconds(limit.primitives[index]?.milliseconds ?? 0)),
  ]);
  return [header, ...lines];
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((cell, column) => pad(cell, column, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** The first and the last column are words, those between are figures. */
function pad(cell: string, column: number, width: number): string {
  return column === 0 || /^at /.test(cell) ? cell.padEnd(width) : cell.padStart(width);
}

function milliseconds(value: number): string {
  return `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
}
