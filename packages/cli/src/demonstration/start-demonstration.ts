/** Everything that the demonstration is made of, started and ended together: the server, its cast, the portal's pages. */
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { RelyingParty } from "@mtoken/relying-party";
import type { Clock, Config, Context, RunningServer } from "@mtoken/server";
import { createPepper, readConfig, startServer } from "@mtoken/server";
import type { FastifyInstance } from "fastify";
import { importPKCS8 } from "jose";
import { CommandError } from "../command-error.ts";
import type { Cast } from "./cast.ts";
import { castOf } from "./cast.ts";
import { demonstrationServer } from "./demonstration-server.ts";
import { MailSink } from "./mail-sink.ts";
import { PaymentBook } from "./payment-book.ts";
import { PortalSessions } from "./portal-sessions.ts";

export interface DemonstrationOptions {
  /** The folder that keeps everything. */
  data: string;
  /** The first of four ports. */
  port: number;
  /** A test's own. */
  clock?: Clock;
}

export interface RunningDemonstration {
  context: Context;
  cast: Cast;
  close(): Promise<void>;
}

/** Starts it. On a folder from before, it knows its people and their phones. */
export async function startDemonstration({
  data,
  port,
  clock,
}: DemonstrationOptions): Promise<RunningDemonstration> {
  await requireFreePorts(port);
  const folder = resolve(data);
  await mkdir(folder, { recursive: true });
  const mails = await MailSink.start();
  const closers = [() => mails.close()];
  const close = async () => {
    for (const end of closers.toReversed()) await end();
  };
  try {
    const config = { ...demonstrationConfig(folder, port), mail: mails.config };
    await createPepper(config);
    const server = await startServer(config, clock === undefined ? {} : { clock });
    closers.push(() => server.close());
    const portal = `http://localhost:${port + 2}`;
    const { cast, pages } = await openPages(server, { data, folder, portal, mails });
    closers.push(() => pages.close());
    return { context: server.context, cast, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Place {
  data: string;
  folder: string;
  portal: string;
  mails: MailSink;
}

async function openPages(
  server: RunningServer,
  { data, folder, portal, mails }: Place,
): Promise<{ cast: Cast; pages: FastifyInstance }> {
  const { context } = server;
  const cast = await castOf(context, { folder, portal });
  if (cast.portal !== portal) {
    throw new CommandError(
      `${data} was made for ${cast.portal}, and its phones are bound to that: use the same --port, or another --data.`,
    );
  }
  const pages = await demonstrationServer({
    cast,
    context,
    mails,
    folder: data,
    origin: portal,
    sessions: new PortalSessions(),
    payments: await PaymentBook.open(join(folder, "payments.json")),
    mtoken: new RelyingParty({
      issuer: server.origins.signIn,
      clientId: cast.client,
      key: await importPKCS8(cast.clientKey, "PS512"),
      clock: { now: () => context.clock.now().getTime() },
    }),
  });
  await listen(pages, portal);
  return { cast, pages };
}

async function listen(pages: FastifyInstance, portal: string): Promise<void> {
  const { hostname, port } = new URL(portal);
  try {
    await pages.listen({ host: hostname, port: Number(port) });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE")) throw cause;
    throw new CommandError(portTaken(Number(port)));
  }
}

/** Told before anything is started: a second demonstration beside the first is the likely case. */
async function requireFreePorts(first: number): Promise<void> {
  for (const port of [first, first + 1, first + 2, first + 3]) {
    if (await isTaken(port)) throw new CommandError(portTaken(port));
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) =>
      "code" in error && error.code === "EADDRINUSE" ? resolve(true) : reject(error),
    );
    probe.listen(port, "localhost", () => probe.close(() => resolve(false)));
  });
}

function portTaken(port: number): string {
  const otherwise =
    process.env["npm_lifecycle_event"] === "start"
      ? "npm start -- --port 8710 --data data/second"
      : "--port 8710 --data data/second";
  return `Port ${port} is taken, perhaps by a demonstration that is running already: stop what uses it, or choose another with ${otherwise} (four are used, from that one on; phones are bound to them, so they take a folder of their own).`;
}

function demonstrationConfig(folder: string, port: number): Config {
  const host = "localhost";
  return readConfig(
    {},
    {
      dataDirectory: folder,
      serverOrigin: `http://localhost:${port}`,
      signInOrigin: `http://localhost:${port + 1}`,
      consoleOrigin: `http://localhost:${port + 3}`,
      listen: {
        server: { host, port },
        signIn: { host, port: port + 1 },
        console: { host, port: port + 3 },
      },
      // One person tries one phone at a time, and each thread tests the group's prime as it starts.
      srpThreads: 1,
      // Nobody has a known computer yet, and the demonstration should show every way in.
      typedCode: "any-computer",
      logLevel: "warn",
    },
  );
}
