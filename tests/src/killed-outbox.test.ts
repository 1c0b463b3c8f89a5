/**
 * kill -9 of a server between the moment in which a push service takes a message and the one in which the server writes that down:
 * the message is not lost, and is not sent again before the time is over for which the server had taken it.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { MemoryVault } from "@mtoken/device";
import type { Config, Context } from "@mtoken/server";
import {
  createCompany,
  createUser,
  inviteUser,
  openContext,
  operatorAtCommandLine,
  readConfig,
  startServer,
  unfreezeUserOf,
} from "@mtoken/server";
import { makeScratchDirectory, PushService } from "@mtoken/server/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mpin, openPhone } from "./faults/jobs.ts";
import { KilledServer } from "./faults/killed-server.ts";
import { freePorts } from "./free-ports.ts";
import { useTemplate } from "./use-template.ts";

/** Longer than any server takes a delivery for. */
const leaseMilliseconds = 121_000;

let folder: string;
let service: PushService;
let config: Config;

beforeEach(async () => {
  folder = makeScratchDirectory("mtoken-killed-outbox-");
  useTemplate(folder);
  service = await PushService.start({ now: () => new Date() });
  const port = await freePorts(2);
  config = readConfig(
    {},
    {
      dataDirectory: folder,
      pepperFile: join(folder, "pepper"),
      serverOrigin: `http://localhost:${port}`,
      signInOrigin: `http://localhost:${port + 1}`,
      push: { enabled: true, contact: "mailto:operator@example.com", origins: [service.origin] },
      srpBits: 2048,
      logLevel: "silent",
    },
  );
});

afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function inDatabase<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const { context, close } = await openContext(config);
  return work(context).finally(close);
}

function deliveries() {
  return inDatabase(({ database }) =>
    database.kysely.selectFrom("notice_deliveries").select(["attempts", "due_at", "dead_at"]).execute(),
  );
}

test("a message that was taken as the server was killed is sent again by the next one, once its time is over", async () => {
  const { user, pins, ...invitation } = await inDatabase(async (context) => {
    const company = await createCompany(context, { name: "Northern Mills" });
    const invited = await createUser(context, { company, name: "Ada Berg", role: "user" });
    return {
      user: invited,
      pins: context.identity.pins(),
      ...(await inviteUser(context, { user: invited })),
    };
  });
  const server = new KilledServer(config);
  await server.start();
  const { fetch } = globalThis;
  const storage = new MemoryVault();
  const phone = await openPhone({ origin: config.serverOrigin, pins, fetch, storage });
  await phone.activate({ link: phone.readLink(invitation.link), code: invitation.code, mpin });
  const { session } = phone;
  if (session === undefined) throw new Error("the phone is locked");
  const { key } = await session.pushStatus();
  const subscription = service.subscribe(key ?? "");
  await session.subscribePush({ ...subscription, key: key ?? "" });
  await session.freeze();
  await server.kill();

  // What its own phone is told of.
  await inDatabase((context) => unfreezeUserOf(context, operatorAtCommandLine, { user, reason: "mistake" }));
  const isTaken = new Promise<void>((resolve) => {
    // The answer never comes: whoever waits for it is killed.
    service.taken = () => new Promise(() => resolve());
  });
  await server.start();
  await isTaken;
  await server.kill();
  expect(service.messagesOf(subscription)).toHaveLength(1);
  const [left, ...others] = await deliveries();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ attempts: 1, dead_at: null });
  // Nobody takes it before: the clause that the outbox looks for.
  expect(left?.due_at.getTime()).toBeGreaterThan(Date.now());

  service.taken = () => {};
  const clock = { now: () => new Date(Date.now() + leaseMilliseconds) };
  const next = await startServer(config, { clock });
  await expect.poll(() => service.messagesOf(subscription).length, { timeout: 30_000 }).toBe(2);
  await next.close();
  expect(service.attempts).toBe(2);
  expect(await deliveries()).toEqual([]);
});
