/**
 * What the OpenAPI document has besides the people API (matrix.test.ts): who it is for, and that nobody who is signed in at the
 * console, whatever their role and company, gets anything of it by that. An operation that is named nowhere fails.
 */
import type { CompanyId } from "@mtoken/protocol";
import { clientRoles, operatorRoles } from "@mtoken/protocol/people";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildServers, type Servers } from "../http/build-server.ts";
import { consoleOf, copyDevice } from "../testing/console-people.ts";
import { listOperations, type Operation } from "../testing/operations.ts";
import { digestOf } from "../testing/read-tables.ts";
import { type ShownSignIn, SignInWorld } from "../testing/sign-in-world.ts";
import type { TestConsole } from "../testing/test-console.ts";
import { createCompany } from "./companies.ts";
import { createUser } from "./users.ts";

/**
 * What an operation asks for: nothing but to know its address (`everybody`), a key of a phone (activation/, handshake/ and session/foreign-ids.test.ts), the cookie
 * of a sign-in page (interaction/), what a client of its own proves (relying-party/reach.test.ts), or the cookie of the console about
 * oneself (console/session.test.ts).
 */
type Asked = "everybody" | "phone" | "page" | "client" | "oneself";

const asked: Readonly<Record<string, Asked>> = {
  "GET /.well-known/mtoken-keys": "everybody",
  "GET /configuration.json": "everybody",
  "GET /health/live": "everybody",
  "GET /health/ready": "everybody",
  "GET /openapi.json": "everybody",
  "GET /v1/activations/{activation}": "phone",
  "POST /v1/activations/{activation}": "phone",
  "POST /v1/calls": "phone",
  "POST /v1/handshakes": "phone",
  "POST /v1/handshakes/{handshake}": "phone",
  "GET /v1/interactions/{interaction}": "everybody",
  "POST /v1/interactions/{interaction}/cancel": "page",
  "POST /v1/interactions/{interaction}/challenge": "page",
  "GET /v1/interactions/{interaction}/events": "page",
  "POST /v1/interactions/{interaction}/redeem": "page",
  "POST /v1/interactions/{interaction}/requests": "page",
  "GET /v1/requests/{request}": "client",
  "GET /v1/requests/{request}/events": "client",
  "GET /v1/requests/{request}/evidence": "client",
  "POST /v1/requests/{request}/withdraw": "client",
  "POST /v1/sign-ins": "client",
  "POST /v1/sign-ins/exchange": "client",
  "POST /v1/signatures": "client",
  "POST /v1/token": "client",
  "GET /v1/desk": "everybody",
  "GET /v1/me": "oneself",
  "POST /v1/session": "oneself",
  "POST /v1/session/end": "oneself",
};

describe("what is not the people API", () => {
  let world: SignInWorld;
  let servers: Servers;
  let shown: ShownSignIn;
  const people: { name: string; browser: TestConsole }[] = [];

  beforeAll(async () => {
    world = await SignInWorld.open("pglite");
    const { context, phones } = world;
    servers = await buildServers(context);
    shown = await world.show();
    const bank = await createCompany(context, { name: "Example Bank", kind: "operator" });
    for (const role of operatorRoles) await add(bank, role);
    for (const company of [phones.company, await phones.addCompany()])
      for (const role of clientRoles) await add(company, role);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function add(company: CompanyId, role: Parameters<typeof createUser>[1]["role"]): Promise<void> {
    const { context } = world;
    const user = await createUser(context, { company, name: `Pat ${role}`, role });
    const { device } = await copyDevice(context, world.phone.device, { user, company });
    const browser = await consoleOf(servers.console, context, { user, company, device });
    people.push({ name: `${role} of ${company}`, browser });
  }

  function others(): Operation[] {
    return listOperations(servers).filter(({ tags }) => !tags.includes("people"));
  }

  test("is for somebody who is named here, each operation of it", () => {
    expect(
      others()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(asked).sort());
  });

  /** As somebody who is signed in at the console would try it, on each origin that has it. */
  async function answersTo({ browser }: { browser: TestConsole }, operation: Operation) {
    const { method, path, contentType: type, apps } = operation;
    const ids: Readonly<Record<string, string>> = { interaction: shown.interaction, request: shown.request };
    const url = path.replaceAll(/\{(\w+)\}/g, (_part, param: string) => ids[param] ?? `${param}_none`);
    const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
    const body = type && { payload: type.includes("json") ? "{}" : "a.b.c" };
    const headers = { cookie, ...(type && { "content-type": type }) };
    return Promise.all(apps.map((app) => app.inject({ method, url, headers, ...body })));
  }

  test("does nothing for whoever is signed in at the console, in no role and no company", {
    timeout: 120_000,
  }, async () => {
    const ofOthers = others().filter(({ name }) => !["everybody", "oneself"].includes(asked[name] ?? ""));
    for (const operation of ofOthers) {
      const before = await digestOf(world.context);
      for (const person of people) {
        for (const { statusCode } of await answersTo(person, operation))
          expect([400, 401, 403, 404], `${operation.name} by ${person.name}`).toContain(statusCode);
      }
      expect(await digestOf(world.context), operation.name).toEqual(before);
    }
  });
});
