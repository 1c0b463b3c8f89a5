/**
 * Bad input, everywhere: each operation of the OpenAPI document is sent what is malformed, too large, of another type, of
 * another kind, or from nobody. Each gets one coded problem that tells nothing else, and no row of any table changes.
 */
import { randomBytes, randomUUID } from "node:crypto";
import {
  errorCatalogue,
  generateSigningKeyPair,
  newClientId,
  newImportId,
  newProposalId,
  problemSchema,
  signToken,
} from "@mtoken/protocol";
import { usualPolicy, widestLimits } from "@mtoken/protocol/people";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actingUserHeader } from "../relying-party/acting-user.ts";
import { signedInAt } from "../testing/console-people.ts";
import { listOperations, type Operation } from "../testing/operations.ts";
import { payment } from "../testing/phone-world.ts";
import { digestOf } from "../testing/read-tables.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { signedInConsole } from "../testing/test-console.ts";
import { redirectUri, TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { buildServers, type Servers } from "./build-server.ts";

type Headers = Record<string, string>;

interface Recipe {
  /** Who may call: anybody, the sign-in page, a relying party with its access token, the console, or somebody signed in there. */
  caller: "anybody" | "page" | "client" | "console" | "person";
  /** How much it reads. */
  limit?: number;
  /** A JSON body of the right form; what is in it need not hold. */
  body?: object;
  /** It may be left out, and `null` is the same as none. */
  optional?: boolean;
}

const message = { caller: "anybody", limit: 64 * 1024 } as const;
const page = { caller: "page" } as const;
const client = { caller: "client" } as const;
const person = { caller: "person" } as const;
const act = { ...person, limit: 64 * 1024 };
const stop = { ...act, body: { reason: "mistake" } };
const nobody = `usr_${"0".repeat(26)}`;
const imported = {
  ...{ ...person, limit: 4 * 1024 * 1024 + 1024 },
  body: { company: `cmp_${"0".repeat(26)}`, csv: "bmFtZQ" },
};
const proof = { ...page, limit: 64 * 1024, body: { proof: "a.b.c" } };

const recipes: Readonly<Record<string, Recipe>> = {
  "GET /.well-known/mtoken-keys": { caller: "anybody" },
  "GET /configuration.json": { caller: "anybody" },
  "GET /health/live": { caller: "anybody" },
  "GET /health/ready": { caller: "anybody" },
  "GET /openapi.json": { caller: "anybody" },
  "GET /v1/activations/{activation}": { caller: "anybody" },
  "POST /v1/activations/{activation}": message,
  "POST /v1/calls": message,
  "POST /v1/handshakes": message,
  "POST /v1/handshakes/{handshake}": message,
  "GET /v1/interactions/{interaction}": page,
  "POST /v1/interactions/{interaction}/cancel": page,
  "POST /v1/interactions/{interaction}/challenge": page,
  "GET /v1/interactions/{interaction}/events": page,
  "POST /v1/interactions/{interaction}/redeem": proof,
  "POST /v1/interactions/{interaction}/requests": proof,
  "GET /v1/desk": { caller: "anybody" },
  "GET /v1/me": { caller: "person" },
  "POST /v1/session": { caller: "console" },
  "POST /v1/session/end": { caller: "person" },
  "GET /v1/requests/{request}": client,
  "GET /v1/requests/{request}/events": client,
  "GET /v1/requests/{request}/evidence": client,
  "POST /v1/requests/{request}/withdraw": client,
  "POST /v1/invitations/preview": imported,
  "POST /v1/invitations/import": imported,
  "GET /v1/invitations": person,
  "GET /v1/imports": person,
  "GET /v1/imports/{import}/failed": person,
  "GET /v1/imports/{import}": person,
  "POST /v1/imports/{import}/codes": person,
  "GET /v1/deliveries": person,
  "POST /v1/deliveries/{delivery}/retry": person,
  "GET /v1/activity": person,
  "GET /v1/activity.csv": person,
  "GET /v1/overview": person,
  "GET /v1/companies": person,
  "POST /v1/companies": { ...act, body: { name: "Bakers & Co" } },
  "GET /v1/companies/{company}": person,
  "POST /v1/companies/{company}/devices/deactivate": stop,
  "GET /v1/companies/{company}/policy": person,
  "POST /v1/companies/{company}/policy": { ...act, body: { policy: usualPolicy } },
  "POST /v1/companies/{company}/rename": { ...act, body: { name: "Bakers & Co" } },
  "POST /v1/companies/{company}/stop": stop,
  "POST /v1/companies/{company}/resume": { ...act, body: {} },
  "GET /v1/limits": person,
  "POST /v1/limits/preview": { ...act, body: { limits: widestLimits } },
  "GET /v1/identity-keys": person,
  "POST /v1/identity-keys/{key}/revoke": stop,
  "GET /v1/portals": person,
  "POST /v1/portals/{portal}/end": stop,
  "POST /v1/limits": { ...act, body: { limits: widestLimits } },
  "POST /v1/staff": { ...act, body: { name: "Ada Example", role: "officer" } },
  "POST /v1/identity-keys": { ...act, body: {} },
  "GET /v1/proposals": person,
  "GET /v1/proposals/{proposal}": person,
  "POST /v1/proposals/{proposal}/confirm": { ...act, body: {} },
  "POST /v1/proposals/{proposal}/reject": { ...act, body: {} },
  "POST /v1/proposals/{proposal}/withdraw": { ...act, body: {} },
  "GET /v1/computers": person,
  "POST /v1/computers/{computer}/approve": { ...act, body: { user: nobody, fingerprint: "0000" } },
  "POST /v1/computers/{computer}/refuse": { ...act, body: { user: nobody, reason: "mistake" } },
  "POST /v1/computers/{computer}/revoke": { ...act, body: { user: nobody, reason: "mistake" } },
  "POST /v1/computers/{computer}/allow": { ...act, body: { user: nobody, reason: "mistake" } },
  "POST /v1/users/{user}/computers": { ...act, body: { fingerprint: "0000-0000-0000-0000-0000" } },
  "GET /v1/devices": person,
  "POST /v1/devices/{device}/approve": { ...act, body: { fingerprint: "0000-0000-0000-0000-0000" } },
  "POST /v1/devices/{device}/deactivate": stop,
  "POST /v1/invitations/{activation}/revoke": stop,
  "GET /v1/users": person,
  "POST /v1/users": { ...act, body: { company: `cmp_${"0".repeat(26)}`, name: "Ada Example" } },
  "GET /v1/users/{user}": person,
  "POST /v1/users/{user}/change": { ...act, body: { name: "Ada Example" } },
  "POST /v1/users/{user}/devices/deactivate": stop,
  "POST /v1/users/{user}/end-administrator": stop,
  "POST /v1/users/{user}/entitle": { ...act, body: { functions: [] } },
  "POST /v1/users/{user}/freeze": stop,
  "POST /v1/users/{user}/make-administrator": { ...act, body: {} },
  "GET /v1/users/{user}/invitations": person,
  "POST /v1/users/{user}/invitations": { ...act, body: {}, optional: true },
  "POST /v1/users/{user}/remove": stop,
  "POST /v1/users/{user}/unfreeze": stop,
  "POST /v1/sign-ins": {
    ...{ caller: "client", limit: 64 * 1024 },
    body: { redirect_uri: redirectUri, state: "s", code_challenge: "A".repeat(43) },
  },
  "POST /v1/sign-ins/exchange": {
    ...{ caller: "client", limit: 64 * 1024 },
    body: { code: "A".repeat(43), code_verifier: "A".repeat(43) },
  },
  "POST /v1/signatures": { caller: "client", limit: 1024 * 1024, body: { user: "usr_", content: payment } },
  "POST /v1/token": { caller: "anybody", limit: 32 * 1024 },
};

const otherMethods = ["PUT", "PATCH", "DELETE"] as const;
const strangeTypes = ["text/plain", "application/xml", "multipart/form-data; boundary=x"];
const ourTypes = ["application/jose", "application/json", "application/x-www-form-urlencoded"];
const badJson = ["", "{", "null", "[]", '"text"', "1", "{}", '{"__proto__":{"x":1}}', '{"constructor":1}'];
/** What a message is told that has not the form, or is of another kind, or does not open. */
const messageCodes = ["malformed_message", "message_refused", "activation_refused"];
const badForms = ["", "x", "grant_type=client_credentials", "a=1&a=2", "%zz"];
const badTokens = ["", "x", "a.b.c", "a.b.c.d.e", "{}", "\u0000", "é".repeat(100), ".".repeat(4)];
const badIds = ["x", "req_x", `ntc_${"0".repeat(26)}`, "%00", "..%2f..", "x".repeat(299)];

describeEachEngine("bad input", (engine) => {
  let world: SignInWorld;
  let servers: Servers;
  let ids: Readonly<Record<string, string>>;
  /** Well signed, and of a kind that no operation takes. */
  let otherToken: string;
  /** Of somebody who is signed in. */
  let cookie: string;

  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    servers = await buildServers(world.context);
    const [shown, opened] = [await world.show(), await world.phone.begin()];
    ids = {
      ...{ company: world.phones.company, user: world.user, device: world.phone.device },
      import: newImportId(),
      delivery: `dlv_${randomUUID()}`,
      activation: (await world.phones.invite({ user: await world.phones.addUser() })).activation,
      handshake: opened.offered.handshake,
      interaction: shown.interaction,
      request: shown.request,
      proposal: newProposalId(),
      portal: newClientId(),
      key: "A".repeat(43),
    };
    const { privateKey: key } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    world.portal = await TestPortal.make(servers.signIn, world.context, { managesPeople: true });
    await signedInAt(world.context, {
      ...{ client: world.portal.id, user: world.user, device: world.phone.device },
    });
    const { cookies } = await signedInConsole(world, servers.console);
    cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    otherToken = await signToken({ typ: "mtoken-approval+jws", payload: { aud: "x" }, key });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  function operations(): (Operation & Recipe)[] {
    return listOperations(servers).map((operation) => {
      const recipe = recipes[operation.name];
      if (recipe === undefined) throw new Error(`${operation.name} has no recipe for bad input`);
      return { ...operation, ...recipe };
    });
  }

  function addressOf({ path }: Operation, instead: Readonly<Record<string, string>> = {}): string {
    return path.replaceAll(/\{(\w+)\}/g, (_part, name: string) => instead[name] ?? ids[name] ?? "missing");
  }

  function headersOf({ caller, method }: Operation & Recipe): Headers {
    if (caller === "client") return { authorization: String(world.portal.authorization) };
    const { signInOrigin, consoleOrigin } = world.context.config;
    const own = method === "POST" && caller !== "anybody";
    return {
      ...(own && { origin: caller === "page" ? signInOrigin : consoleOrigin }),
      // At the console, and at a portal that acts for the same user.
      ...(caller === "person" && {
        ...{ cookie, authorization: String(world.portal.authorization) },
        [actingUserHeader]: world.user,
      }),
    };
  }

  /** Sends it to each origin that answers there, and looks at nothing but the form of the answer. */
  async function codesOf(operation: Operation, request: InjectOptions): Promise<string[]> {
    const codes: string[] = [];
    for (const app of operation.apps) codes.push(codeIn(operation, await app.inject(request)));
    return codes;
  }

  function codeIn({ name }: Operation, answer: LightMyRequestResponse): string {
    expect(answer.headers["cache-control"], name).toBe("no-store");
    if (name === "POST /v1/token" && answer.headers["content-type"] === "application/json") {
      const { error, error_description: _, ...rest } = answer.json();
      expect([answer.statusCode, rest], name).toEqual([error === "invalid_client" ? 401 : 400, {}]);
      return error;
    }
    expect(answer.headers["content-type"], `${name} ${answer.body}`).toBe("application/problem+json");
    const { code, ...problem } = v.parse(v.strictObject(problemSchema.entries), answer.json());
    const { status, message: detail } = errorCatalogue[code];
    expect({ ...problem, sent: answer.statusCode }, name).toMatchObject({ status, detail, sent: status });
    expect(Object.keys(problem).sort(), name).toEqual(["detail", "status", "title", "type"]);
    return code;
  }

  async function expectNothingChanged(work: () => Promise<void>): Promise<void> {
    const before = await digestOf(world.context);
    await work();
    expect(await digestOf(world.context)).toEqual(before);
  }

  function withBody(operation: Operation & Recipe, payload: string | Buffer, type = operation.contentType) {
    const headers = { ...headersOf(operation), ...(type !== undefined && { "content-type": type }) };
    return { method: operation.method, url: addressOf(operation), headers, payload };
  }

  test("is known for every operation of the OpenAPI document, and for no other", () => {
    const names = listOperations(servers).map(({ name }) => name);
    expect(Object.keys(recipes).sort()).toEqual(names.sort());
    const reading = operations().filter(({ contentType }) => contentType !== undefined);
    expect(reading.every(({ limit }) => limit !== undefined)).toBe(true);
  });

  test("of another method is method_not_allowed", async () => {
    await expectNothingChanged(async () => {
      for (const operation of operations()) {
        for (const method of otherMethods) {
          const codes = await codesOf(operation, { method, url: addressOf(operation) });
          expect(new Set(codes), `${method} ${operation.path}`).toEqual(new Set(["method_not_allowed"]));
        }
      }
    });
  });

  test("in the address is malformed", async () => {
    await expectNothingChanged(async () => {
      for (const operation of operations()) {
        for (const [name, bad] of operation.params.flatMap((param) => badIds.map((id) => [param, id]))) {
          if (name === undefined || bad === undefined) continue;
          const url = addressOf(operation, { [name]: bad });
          const body = operation.contentType === undefined ? {} : withBody(operation, "{}");
          const request = { method: operation.method, headers: headersOf(operation), ...body, url };
          const codes = new Set(await codesOf(operation, request));
          expect(codes, `${operation.name} ${bad}`).toEqual(new Set(["malformed_message"]));
        }
      }
    });
  });

  test("of nobody, or of a page elsewhere, is refused before anything else", async () => {
    const elsewhere = [
      { origin: "https://other.example", "sec-fetch-site": "cross-site" },
      { origin: "null", "sec-fetch-site": "same-site" },
    ];
    const strangers: Readonly<Record<Recipe["caller"], Headers[]>> = {
      anybody: [],
      client: [
        {},
        { authorization: "Bearer" },
        { authorization: `Bearer ${randomBytes(32).toString("base64url")}` },
        { authorization: `Basic ${randomBytes(32).toString("base64")}` },
        { authorization: `Bearer ${"A".repeat(5000)}` },
      ],
      page: elsewhere,
      console: elsewhere,
      person: [
        ...elsewhere.map((headers) => ({ ...headers, cookie })),
        ...["", "__Host-mtoken-console=x", `__Host-mtoken-console=${"A".repeat(43)}`].map((stranger) => ({
          origin: world.context.config.consoleOrigin,
          cookie: stranger,
        })),
      ],
    };
    const codes: Readonly<Record<Recipe["caller"], string[]>> = {
      anybody: [],
      client: ["client_refused"],
      page: ["not_allowed"],
      console: ["not_allowed"],
      person: ["not_allowed", "sign_in_required", "client_refused"],
    };
    await expectNothingChanged(async () => {
      for (const operation of operations()) {
        for (const headers of strangers[operation.caller]) {
          const type = operation.contentType;
          const body = type === undefined ? {} : { payload: "{" };
          const request = {
            ...{ method: operation.method, url: addressOf(operation), ...body },
            headers: { ...headers, ...(type !== undefined && { "content-type": type }) },
          };
          for (const code of await codesOf(operation, request))
            expect(codes[operation.caller], operation.name).toContain(code);
        }
      }
    });
  });

  test("of another content type is unsupported", async () => {
    await expectNothingChanged(async () => {
      for (const operation of operations().filter(({ contentType }) => contentType !== undefined)) {
        const refusal = operation.name === "POST /v1/token" ? "invalid_request" : "unsupported_media_type";
        for (const type of [...strangeTypes, ...ourTypes.filter((ours) => ours !== operation.contentType)]) {
          const found = new Set(await codesOf(operation, withBody(operation, '{"x":1}', type)));
          expect(found.size, operation.name).toBe(1);
          const [code] = found;
          // A message where JSON belongs is a text, and no object.
          const isText = type === "application/jose" && operation.contentType === "application/json";
          expect(code, `${operation.name} ${type}`).toBe(isText ? "malformed_message" : refusal);
        }
      }
    });
  });

  test("of one byte more than it reads is too large, and of one byte less is not", async () => {
    await expectNothingChanged(async () => {
      for (const { limit, ...operation } of operations()) {
        if (limit === undefined) continue;
        const tooLarge = operation.name === "POST /v1/token" ? "invalid_request" : "message_too_large";
        const sized = async (length: number) =>
          new Set(await codesOf(operation, withBody(operation, "x".repeat(length))));
        expect(await sized(limit + 1), operation.name).toEqual(new Set([tooLarge]));
        if (tooLarge === "message_too_large")
          expect((await sized(limit)).has(tooLarge), operation.name).toBe(false);
      }
    });
  });

  /** What it can't read, with the codes that may come of it. */
  function unreadable({
    name,
    contentType,
    body,
    optional = false,
  }: Operation & Recipe): [payload: string, ...codes: string[]][] {
    if (name === "POST /v1/token") return badForms.map((bad) => [bad, "invalid_request"]);
    if (contentType === "application/jose") {
      return [...badTokens, otherToken].map((bad) => [bad, ...messageCodes]);
    }
    const extra = JSON.stringify({ ...body, unexpected: 1 });
    const isEmptyFine = body !== undefined && Object.keys(body).length === 0;
    const fine = [...(isEmptyFine ? ["{}"] : []), ...(optional ? ["null"] : [])];
    const bad = [...badJson.filter((text) => !fine.includes(text)), extra].map((text): [string, string] => [
      text,
      "malformed_message",
    ]);
    const kind: [string, string] = [JSON.stringify({ proof: otherToken }), "message_refused"];
    return body !== undefined && "proof" in body ? [...bad, kind] : bad;
  }

  // Hundreds of requests: long on a busy machine.
  test("of another form is malformed, and a token of another kind is refused", {
    timeout: 60_000,
  }, async () => {
    await expectNothingChanged(async () => {
      for (const operation of operations().filter(({ contentType }) => contentType !== undefined)) {
        for (const [payload, ...codes] of unreadable(operation)) {
          const found = new Set(await codesOf(operation, withBody(operation, payload)));
          expect(found.size, operation.name).toBe(1);
          const [code] = found;
          expect(codes, `${operation.name} ${payload}`).toContain(code);
        }
      }
    });
  });
});
