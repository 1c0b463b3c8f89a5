/**
 * A PostgreSQL cluster of our own, in a temporary directory and on a Unix socket, for tests and measurements. It ends with
 * the process that started it, however that ends: its guardian reads a pipe that closes with us.
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export interface PostgresCluster {
  /** The address of a database in it. */
  url(database: string): string;
  /** Makes a database, empty or as a copy of another that nobody is connected to. */
  createDatabase(name: string, template?: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Whether commits reach the disk, as in production. Tests of rules have no use for the wait. */
  durable?: boolean;
  settings?: Record<string, string>;
}

const startMilliseconds = 30_000;

/** Starts a cluster; undefined when this machine has no PostgreSQL. */
export async function startCluster(options: ClusterOptions = {}): Promise<PostgresCluster | undefined> {
  const programs = findPrograms();
  if (programs === undefined) return undefined;
  const directory = mkdtempSync(join(tmpdir(), "mtoken-postgres-"));
  const owner = unprivilegedOwner();
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, "data");
  initialise(programs, data, owner);
  const end = runServer({ programs, data, directory, owner, options });
  const cluster: PostgresCluster = {
    url: (database) => `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(directory)}`,
    async createDatabase(name, template) {
      await administer(cluster, `create database "${name}" template "${template ?? "template0"}"`);
      return cluster.url(name);
    },
    dropDatabase: (name) => administer(cluster, `drop database if exists "${name}" with (force)`),
    async stop() {
      await end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await untilReady(cluster);
  return cluster;
}

/** A cluster that another process of ours started, such as vitest's global set-up. */
export function joinCluster(urlOfPostgres: string): Omit<PostgresCluster, "stop"> {
  const cluster: Omit<PostgresCluster, "stop"> = {
    url: (database) => urlOfPostgres.replace("/postgres?", `/${database}?`),
    async createDatabase(name, template) {
      await administer(cluster, `create database "${name}" template "${template ?? "template0"}"`);
      return cluster.url(name);
    },
    dropDatabase: (name) => administer(cluster, `drop database if exists "${name}" with (force)`),
  };
  return cluster;
}

interface Owner {
  uid: number;
  gid: number;
}

/** Where initdb and postgres lie: on PATH, or where Debian keeps them. */
function findPrograms(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = isDirectory(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  return places.find((place) => isProgram(join(place, "initdb")) && isProgram(join(place, "postgres")));
}

/** PostgreSQL refuses to run as root; as root we run it as the user postgres, or as nobody. */
function unprivilegedOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const { stdout, status } = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const group = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (status === 0 && group.status === 0) return { uid: Number(stdout), gid: Number(group.stdout) };
  }
  return undefined;
}

function initialise(programs: string, data: string, owner: Owner | undefined): void {
  const words = ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  const { status, stderr } = spawnSync(join(programs, "initdb"), words, {
    ...owner,
    encoding: "utf8",
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"] ?? "" },
  });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

interface Run {
  programs: string;
  data: string;
  directory: string;
  owner: Owner | undefined;
  options: ClusterOptions;
}

function runServer({ programs, data, directory, owner, options }: Run): () => Promise<void> {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: directory,
    max_connections: "100",
    ...(options.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // The shell waits for its standard input to end, which it does when we end, and then stops the server.
  const guardian =
    'postgres="$1"; shift; "$postgres" "$@" </dev/null & child=$!; read -r _; kill -INT $child; wait $child';
  const child = spawn("sh", ["-c", guardian, "sh", join(programs, "postgres"), "-D", data, ...words], {
    ...owner,
    cwd: tmpdir(),
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: process.env["PATH"] ?? "" },
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.unref();
  return async () => {
    // Waiting for its end must keep us here, even if nothing else does.
    child.ref();
    child.stdin.end();
    await ended;
  };
}

async function untilReady(cluster: PostgresCluster): Promise<void> {
  const deadline = performance.now() + startMilliseconds;
  for (;;) {
    try {
      await administer(cluster, "select 1");
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function administer(cluster: Pick<PostgresCluster, "url">, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url("postgres") });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
