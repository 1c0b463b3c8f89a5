/** The embedded database keeps what it has committed, and is one process's alone. */
import { type ChildProcess, spawn } from "node:child_process";
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { makeDatabase } from "../testing/use-server.ts";
import { type Database, openDatabase } from "./database.ts";
import { EngineDialect } from "./dialect.ts";
import { DirectoryInUseError, takeDirectory } from "./directory-lock.ts";
import { openPglite } from "./pglite.ts";
import { pgliteEngine } from "./pglite-engine.ts";

const root = mkdtempSync(join(tmpdir(), "mtoken-pglite-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Another process of ours that runs this and then waits to be killed. */
async function startProcess(code: string): Promise<ChildProcess & { said: string }> {
  const child = spawn(
    process.execPath,
    ["--input-type=module", "-e", `${code}; setInterval(() => {}, 1000);`],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  children.push(child);
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (part) => resolve(String(part).trim()));
    child.once("exit", (status) => reject(new Error(`ended with ${status}`)));
  });
  return Object.assign(child, { said });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

/** Counts the calls of fsync until `end`, and lets them through. */
function countFlushes(): { end(): number } {
  const flush = fs.fsyncSync;
  let count = 0;
  fs.fsyncSync = (descriptor) => {
    count += 1;
    flush(descriptor);
  };
  syncBuiltinESMExports();
  return {
    end() {
      fs.fsyncSync = flush;
      syncBuiltinESMExports();
      return count;
    },
  };
}

const module = (name: string) => JSON.stringify(join(import.meta.dirname, name));
const open = (directory: string): Promise<Database> =>
  openDatabase({ dataDirectory: directory, databaseConnections: 2 }, createLog("silent"));

describe("the embedded directory", () => {
  const hold = (directory: string) => `
    const { takeDirectory } = await import(${module("directory-lock.ts")});
    await takeDirectory(${JSON.stringify(directory)}).then(() => console.log("taken"), (error) => console.log(error.message))`;

  test("is refused to a second process, with a sentence that says so", async () => {
    const directory = join(root, "held");
    const first = await startProcess(hold(directory));
    expect(first.said).toBe("taken");
    await expect(takeDirectory(directory)).rejects.toThrow(DirectoryInUseError);
    await expect(takeDirectory(directory)).rejects.toThrow(
      new RegExp(
        `The data directory ${directory} is in use by another mtoken process \\(process ${first.pid}\\)`,
      ),
    );
    const second = await startProcess(hold(directory));
    expect(second.said).toMatch(/is in use by another mtoken process/);
  });

  test("is taken over from a process that was killed, and only once", async () => {
    const directory = join(root, "killed");
    const first = await startProcess(hold(directory));
    await kill(first);
    const release = await takeDirectory(directory);
    expect(readdirSync(directory).length).toBe(1);
    expect((await startProcess(hold(directory))).said).toMatch(/is in use/);
    await release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test("is taken over from a dead process whose number another one has now", async () => {
    const directory = join(root, "reused");
    const release = await takeDirectory(directory);
    const [own = ""] = readdirSync(directory);
    await release();
    const other = await startProcess(`console.log("running")`);
    const name = own.replace(/\d+$/, String(other.pid));
    writeFileSync(join(directory, name), JSON.stringify({ pid: other.pid, started: "1" }));
    const again = await takeDirectory(directory);
    await again();
  });

  test.each([
    ["long ago", 3600, false],
    ["a moment ago and is still now", 1, false],
    ["a moment ago and goes on", 1, true],
  ])("of another machine, last touched %s", async (name, seconds, goesOn) => {
    const directory = join(root, `foreign ${name}`);
    mkdirSync(directory);
    const file = join(directory, "lock-0123456789ab-1");
    writeFileSync(file, "{}");
    const touch = () => utimesSync(file, new Date(), new Date(Date.now() - seconds * 1000));
    touch();
    const beating = goesOn ? setInterval(touch, 20) : undefined;
    const taking = takeDirectory(directory, { patience: 500 });
    if (goesOn) await expect(taking).rejects.toThrow(DirectoryInUseError);
    else await (await taking)();
    clearInterval(beating);
    expect(existsSync(file)).toBe(goesOn);
  });

  test("is not taken from a twin in another container, which has the same name and number", async () => {
    const directory = join(root, "twin");
    const release = await takeDirectory(directory);
    const [own = ""] = readdirSync(directory);
    await release();
    const file = join(directory, own);
    writeFileSync(file, "{}");
    const beating = setInterval(() => utimesSync(file, new Date(), new Date()), 20);
    await expect(takeDirectory(directory, { patience: 500 })).rejects.toThrow(DirectoryInUseError);
    expect(existsSync(file)).toBe(true);
    clearInterval(beating);
    await (await takeDirectory(directory, { patience: 500 }))();
  });

  test("is refused twice within one process too", async () => {
    const directory = join(root, "twice");
    const release = await takeDirectory(directory);
    await expect(takeDirectory(directory)).rejects.toThrow(DirectoryInUseError);
    await release();
    await (await takeDirectory(directory))();
  });

  test("is never given to two of many that start at once", async () => {
    const directory = join(root, "many");
    const started = await Promise.all(Array.from({ length: 5 }, () => startProcess(hold(directory))));
    expect(started.filter(({ said }) => said === "taken").length).toBeLessThanOrEqual(1);
  });
});

describe("the embedded database", () => {
  test("flushes every commit to the disk, and nothing for a read", async () => {
    const place = await makeDatabase("pglite");
    const database = await open(place.config.dataDirectory ?? "");
    await sql`create table things (a integer)`.execute(database.kysely);
    const writes = countFlushes();
    for (let index = 0; index < 5; index += 1) {
      await sql`insert into things values (${index})`.execute(database.kysely);
    }
    expect(writes.end()).toBe(5);
    const reads = countFlushes();
    await sql`select * from things`.execute(database.kysely);
    expect(reads.end()).toBe(0);
    const { rows } =
      await sql`select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method,
      current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`.execute(
        database.kysely,
      );
    expect(rows).toEqual([{ fsync: "on", method: "fsync", commit: "on", pages: "on" }]);
    await database.close();
    await place.remove();
  });

  test("still has what was committed when its process was killed", async () => {
    const place = await makeDatabase("pglite");
    const directory = place.config.dataDirectory ?? "";
    const child = await startProcess(`
      const { openDatabase } = await import(${module("database.ts")});
      const { createLog } = await import(${module("../log.ts")});
      const { sql } = await import("kysely");
      const database = await openDatabase({ dataDirectory: ${JSON.stringify(directory)}, databaseConnections: 2 }, createLog("silent"));
      await sql\`create table things (a integer)\`.execute(database.kysely);
      for (let index = 0; index < 20; index += 1) await sql\`insert into things values (1)\`.execute(database.kysely);
      console.log("written")`);
    expect(child.said).toBe("written");
    await kill(child);
    const flushes = countFlushes();
    const database = await open(directory);
    // Recovery writes the tables anew from the log, and then lets go of the log.
    expect(flushes.end()).toBeGreaterThan(20);
    const { rows } = await sql`select count(*) as count from things`.execute(database.kysely);
    expect(rows).toEqual([{ count: 20 }]);
    await database.close();
    await place.remove();
  });

  test("is made anew when its first start was killed half-way", async () => {
    const directory = join(root, "half");
    mkdirSync(join(directory, "database.new"), { recursive: true });
    writeFileSync(join(directory, "database.new", "PG_VERSION"), "18");
    // Without our tables: to begin one is the slowest step of all, and they are put into it afterwards as into any other.
    const pglite = await openPglite(join(directory, "database"));
    expect((await pglite.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    await pglite.close();
    expect(readdirSync(directory)).toEqual(["database"]);
  });

  test("gives up on a query that was made past its own transaction, instead of waiting for ever", async () => {
    const place = await makeDatabase("pglite");
    const pglite = await openPglite(join(place.config.dataDirectory ?? "", "database"));
    const kysely = new Kysely<unknown>({
      dialect: new EngineDialect(pgliteEngine(pglite, { patience: 50 })),
    });
    const mistaken = kysely.transaction().execute(() => sql`select 1`.execute(kysely));
    await expect(mistaken).rejects.toThrow(/past its own transaction/);
    expect((await sql`select 1 as n`.execute(kysely)).rows).toEqual([{ n: 1 }]);
    await kysely.destroy();
    await place.remove();
  });
});
