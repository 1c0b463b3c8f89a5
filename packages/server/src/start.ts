/** Starts and ends a whole server: database, keys, log, events, both HTTP servers. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { Sequencer } from "./audit/sequencer.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config, Listen } from "./config.ts";
import type { Context } from "./context.ts";
import { openDatabase } from "./database/database.ts";
import { LocalBus } from "./events/bus.ts";
import { openPostgresBus } from "./events/postgres-bus.ts";
import { lazyModexpPool } from "./handshake/lazy-modexp-pool.ts";
import { Housekeeping } from "./housekeeping.ts";
import type { App } from "./http/app.ts";
import { buildServers, type Servers } from "./http/build-server.ts";
import { Importer } from "./import/importer.ts";
import { openIdentity } from "./keys/identity.ts";
import { openSealer } from "./keys/pepper.ts";
import { createLog, type Logger } from "./log.ts";
import { CodeOutbox } from "./notice/code-outbox.ts";
import { MailOutbox } from "./notice/mail-outbox.ts";
import { Outbox } from "./notice/outbox.ts";
import { ensurePushKey } from "./notice/push-keys.ts";
import { StartError } from "./operator-error.ts";

const sequenceMilliseconds = 1_000;
const deliverMilliseconds = 1_000;
/** How long a request that is under way may still take when the server stops. */
const finishMilliseconds = 10_000;
/** How often connections are looked at meanwhile that have nothing left to do. */
const idleMilliseconds = 100;

export interface StartOptions {
  clock?: Clock;
  log?: Logger;
  /** Without `eager`, SRP's threads start at their first use: commands and many tests never need them. */
  modexp?: "eager" | "lazy";
}

export interface RunningServer {
  origins: { server: string; signIn: string; console: string };
  context: Context;
  close(): Promise<void>;
}

export interface OpenContext {
  context: Context;
  close(): Promise<void>;
}

/** Starts serving; whatever is wrong is told as one sentence in the error's message. */
export async function startServer(wanted: Config, options: StartOptions = {}): Promise<RunningServer> {
  const { config, release } = await takePorts(wanted);
  const opening = openContext(config, { modexp: "eager", ...options });
  const { context, close } = await opening.catch(async (error: unknown) => {
    await release();
    throw error;
  });
  try {
    const servers = await buildServers(context);
    await release();
    await listen(servers, config);
    const housekeeping = new Housekeeping(context);
    const outboxes = [new Outbox(context), new MailOutbox(context), new CodeOutbox(context)];
    const importer = new Importer(context);
    context.sequencer.start();
    for (const outbox of outboxes) outbox.start(deliverMilliseconds);
    importer.start(deliverMilliseconds);
    housekeeping.start();
    return {
      origins: {
        server: config.serverOrigin,
        signIn: config.signInOrigin,
        console: config.consoleOrigin,
      },
      context,
      async close() {
        await closeServers(servers);
        await housekeeping.close();
        await importer.close();
        await Promise.all(outboxes.map((outbox) => outbox.close()));
        await close();
      },
    };
  } catch (error) {
    await release();
    await close();
    throw error;
  }
}

/** Everything but HTTP: for the commands, and for tests that inject requests. */
export async function openContext(config: Config, options: StartOptions = {}): Promise<OpenContext> {
  const log = options.log ?? createLog(config.logLevel);
  const clock = options.clock ?? systemClock;
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of closers.reverse()) await end();
    closers.length = 0;
  };
  const modexp = lazyModexpPool(config);
  closers.push(() => modexp.close());
  // Beside the database's own start, which takes as long: together they are most of what a start waits for.
  const warming = options.modexp === "eager" ? modexp.warm() : undefined;
  warming?.catch(() => {
    // Awaited below; this only keeps an earlier failure from leaving it unhandled.
  });
  try {
    const database = await openDatabase(config, log);
    closers.push(() => database.close());
    const sealer = await openSealer(database, config.pepperFile);
    const events = config.databaseUrl
      ? await openPostgresBus({ url: config.databaseUrl, database, log })
      : new LocalBus((error) => log.error({ err: error }, "a listener failed"));
    closers.push(() => events.close());
    const identity = await openIdentity({ database, sealer, clock, events, log, bits: config.rsaBits });
    closers.push(() => identity.close());
    await ensurePushKey({ database, sealer, clock });
    const sequencer = new Sequencer({
      ...{ database, identity, clock, log },
      issuer: config.serverOrigin,
      everyMilliseconds: sequenceMilliseconds,
    });
    closers.push(() => sequencer.close());
    await warming;
    return { context: { config, database, sealer, identity, sequencer, events, clock, modexp, log }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(servers: Servers, { listen }: Config): Promise<void> {
  try {
    await listenOn(servers.server, listen.server);
    await listenOn(servers.signIn, listen.signIn);
    await listenOn(servers.console, listen.console);
  } catch (error) {
    await Promise.all(Object.values(servers).map((app) => app.close()));
    throw error;
  }
}

async function listenOn(app: App, { host, port }: Listen): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    throw new StartError(`${host} port ${port} can't be listened on: ${whyNot(cause)}`, { cause });
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return "another program listens there. Stop it, or choose another port.";
  if (code === "EACCES") return "this user may not. Ports below 1024 are for root, or for a proxy in front.";
  if (code === "EADDRNOTAVAIL") return "this machine does not have that address. See MTOKEN_LISTEN.";
  return error instanceof Error ? `${error.message}.` : "the system gave no reason.";
}

/** Requests under way are finished, unless they take so long that they never will. */
async function closeServers(servers: Servers): Promise<void> {
  const apps = Object.values(servers);
  // Node closes idle connections once; one whose last request ends later would wait for a next one that nobody takes.
  const idle = setInterval(() => {
    for (const { server } of apps) server.closeIdleConnections();
  }, idleMilliseconds);
  const cutOff = setTimeout(() => {
    for (const { server } of apps) server.closeAllConnections();
  }, finishMilliseconds);
  await Promise.all(apps.map((app) => app.close()));
  clearInterval(idle);
  clearTimeout(cutOff);
}

interface TakenPorts {
  config: Config;
  /** Lets go of them, for the server that listens next. */
  release(): Promise<void>;
}

/**
 * Port 0 takes any free one, and the origin has to name it before anything is signed in its name. It is kept until the
 * server listens itself, seconds later: else another program could have it by then.
 */
async function takePorts(config: Config): Promise<TakenPorts> {
  const server = await takePort(config.listen.server, config.serverOrigin);
  const signIn = await takePort(config.listen.signIn, config.signInOrigin);
  const console = await takePort(config.listen.console, config.consoleOrigin);
  const taken = {
    ...config,
    listen: { server: server.listen, signIn: signIn.listen, console: console.listen },
    serverOrigin: server.origin,
    signInOrigin: signIn.origin,
    consoleOrigin: console.origin,
  };
  return {
    config: taken,
    release: async () => {
      for (const port of [server, signIn, console]) await port.release();
    },
  };
}

interface TakenPort {
  listen: Listen;
  origin: string;
  release(): Promise<void>;
}

async function takePort(listen: Listen, origin: string): Promise<TakenPort> {
  if (listen.port !== 0) return { listen, origin, release: async () => undefined };
  const holder = createServer((early) => early.destroy());
  await once(holder.listen(0, listen.host), "listening");
  const { port } = holder.address() as AddressInfo;
  const url = new URL(origin);
  url.port = String(port);
  return {
    listen: { ...listen, port },
    origin: url.origin,
    // A second time there is nothing to close, and that is well.
    release: () => new Promise((done) => holder.close(() => done())),
  };
}
