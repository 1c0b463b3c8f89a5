/**
 * The peer: better-auth's sign-in with e-mail and password as it comes, its default hash (scrypt, N = 16384, r = 16) on
 * Node's threads, its own PostgreSQL adapter, over HTTP. Its limit on how often one address may sign in is off, since all do
 * from one.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import pg from "pg";
import { answerCalls } from "./answer-calls.ts";
import type { PeerCalls } from "./peer-calls.ts";
import { peerUser } from "./peer-calls.ts";

let server: Server | undefined;
let pool: pg.Pool | undefined;

const calls: PeerCalls = {
  async start({ databaseUrl, users }) {
    pool = new pg.Pool({ connectionString: databaseUrl });
    const listening = createServer((request, response) => void handler(request, response));
    server = listening;
    listening.listen(0, "localhost");
    await once(listening, "listening");
    const { port } = listening.address() as AddressInfo;
    const address = `http://localhost:${port}`;
    const options: BetterAuthOptions = {
      database: pool,
      baseURL: address,
      secret: "not a secret: this database is thrown away",
      emailAndPassword: { enabled: true },
      rateLimit: { enabled: false },
      telemetry: { enabled: false },
      logger: { disabled: true },
    };
    await (await getMigrations(options)).runMigrations();
    const auth = betterAuth(options);
    const handler = toNodeHandler(auth);
    for (let index = 0; index < users; index += 1) await auth.api.signUpEmail({ body: peerUser(index) });
    return { address, version: versionOf("better-auth") };
  },

  async cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },

  async stop() {
    server?.close();
    server?.closeAllConnections();
    await pool?.end();
  },
};

answerCalls(calls);

function versionOf(name: string): string {
  const entry = fileURLToPath(import.meta.resolve(name));
  const manifest = entry.slice(0, entry.lastIndexOf(`${name}/`) + name.length + 1);
  return JSON.parse(readFileSync(`${manifest}package.json`, "utf8")).version;
}
