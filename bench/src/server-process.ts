/**
 * The process that is measured: a whole server, as `mtoken serve` starts it, and nothing of the bench until it counts. It
 * ends when the bench does.
 */
import { subscribe } from "node:diagnostics_channel";
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import {
  createClient,
  createCompany,
  createPepper,
  createUser,
  inviteUser,
  type RunningServer,
  readConfig,
  startServer,
} from "@mtoken/server";
import { answerCalls } from "./answer-calls.ts";
import { measurePrimitives } from "./primitives.ts";
import type { Prepared, ServerCalls } from "./server-calls.ts";
import { StatementCounter } from "./statement-counter.ts";
import { threadCpu } from "./thread-cpu.ts";

const inspector = new Session();
const statements = new StatementCounter();
let requests = 0;
let running: RunningServer | undefined;

const calls: ServerCalls = {
  async start({ folder, databaseUrl }) {
    const listen = { host: "localhost", port: 0 };
    // Of the environment this alone: a smoke run takes one thread, whose start costs as much as all of its sign-ins.
    const { MTOKEN_SRP_THREADS } = process.env;
    const config = readConfig(
      { MTOKEN_SRP_THREADS },
      {
        ...{ dataDirectory: folder, pepperFile: join(folder, "pepper") },
        ...{ serverOrigin: "http://localhost:0", signInOrigin: "http://localhost:0" },
        consoleOrigin: "http://localhost:0",
        listen: { server: listen, signIn: listen, console: listen },
        ...(databaseUrl !== undefined && { databaseUrl }),
        // All phones of the bench have one address, and an operator's log goes to a file or a pipe.
        ...{ requestsPerMinute: 1_000_000, logLevel: "info" },
      },
    );
    await createPepper(config);
    running = await startServer(config);
    return running.origins;
  },

  async prepare({ phones, jwk, redirectUri }) {
    const { context } = server();
    const company = await createCompany(context, { name: "Bench Ltd" });
    const invitations: Prepared["invitations"] = [];
    for (let index = 0; index < phones; index += 1) {
      const user = await createUser(context, { company, name: `Benedict Bench ${index}`, role: "user" });
      const { link, code } = await inviteUser(context, { user });
      invitations.push({ link, code });
    }
    const jwks = { keys: [{ ...jwk, alg: "PS512", use: "sig" }] };
    const { origin } = new URL(redirectUri);
    const portal = { name: "Bench portal", origin, redirectUris: [redirectUri], jwks };
    return { client: await createClient(context, portal), invitations };
  },

  async cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },

  threads: async () => threadCpu(),

  primitives: (params) => measurePrimitives(server().context, params),

  async startProfile() {
    inspector.connect();
    await inspector.post("Profiler.enable");
    await inspector.post("Profiler.start");
  },

  async stopProfile({ file }) {
    const { profile } = await inspector.post("Profiler.stop");
    writeFileSync(file, JSON.stringify(profile));
  },

  async memory() {
    // Twice, since what the first finds to be over (sockets, streams) is let go of by the second.
    for (let round = 0; round < 2; round += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    return { kilobytes: rss / 1024, heapKilobytes: (heapUsed + external) / 1024 };
  },

  async startCounting() {
    statements.start();
    subscribe("http.server.request.start", () => {
      requests += 1;
    });
  },

  counts: async () => ({ requests, ...statements.counts(), texts: statements.texts() }),

  async stop() {
    await running?.close();
  },
};

answerCalls(calls);

function server(): RunningServer {
  if (running) return running;
  throw new Error("The server has not been started.");
}
