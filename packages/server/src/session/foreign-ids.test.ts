/**
 * Whoever names what is somebody else's gets the answer that he gets for what never was, and changes nothing: each sealed
 * method that takes an id, by another company's phone, and each call of the relying parties' API, by another client.
 */
import type { ComputerId, MethodName, NoticeId, RequestId } from "@mtoken/protocol";
import { newActivationId, newNoticeId, newRequestId } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServers, type Servers } from "../http/build-server.ts";
import { createUser } from "../people/users.ts";
import { listOperations } from "../testing/operations.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import { digestOf } from "../testing/read-tables.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import type { OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import type { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { methodTable } from "./methods.ts";

interface Naming {
  phone: TestPhone;
  session: OpenedSession;
  request: RequestId;
  activation: string;
  notice: NoticeId;
  /** The envelope of a request that is the owner's, and claimed. */
  envelope: string;
  /** A computer that the owner knows, and what another one asks the owner's phone. */
  computer: ComputerId;
  statement: string;
}

/** Each method names somebody else's thing; the ones without an id can name nothing. */
const naming: { readonly [M in MethodName]: ((named: Naming) => Promise<unknown>) | "takes no id" } = {
  "activation.complete": ({ phone, session, activation }) => phone.complete(session, activation),
  status: "takes no id",
  "requests.list": "takes no id",
  "request.claim": ({ phone, session, request }) => phone.call(session, "request.claim", { request }),
  "request.decide": async ({ phone, session, request, envelope }) => {
    const approval = await phone.approval(session, envelope, request, { decision: "refuse" });
    return phone.call(session, "request.decide", { request, approval });
  },
  "user.freeze": "takes no id",
  "mpin.change": "takes no id",
  "computers.list": "takes no id",
  "computer.enrol": async ({ phone, session, statement }) => {
    const approval = await phone.enrolmentApproval(session, statement);
    return phone.call(session, "computer.enrol", { approval });
  },
  "computer.revoke": ({ phone, session, computer }) => phone.call(session, "computer.revoke", { computer }),
  "notices.list": ({ phone, session, notice }) => phone.call(session, "notices.list", { before: notice }),
  "notices.read": ({ phone, session, notice }) => phone.call(session, "notices.read", { until: notice }),
  "push.status": "takes no id",
  "push.subscribe": "takes no id",
  "push.unsubscribe": "takes no id",
  "factor.begin": "takes no id",
  "factor.enrol": "takes no id",
  "factor.remove": "takes no id",
  "device.deactivate": "takes no id",
  "session.end": "takes no id",
};

/** What guards the id in an address; the tests below show the first three. */
const addressed: Readonly<Record<string, "client" | "device key" | "browser" | "link" | "public" | "reach">> =
  {
    "GET /v1/requests/{request}": "client",
    "GET /v1/requests/{request}/events": "client",
    "GET /v1/requests/{request}/evidence": "client",
    "POST /v1/requests/{request}/withdraw": "client",
    "POST /v1/handshakes/{handshake}": "device key",
    "GET /v1/interactions/{interaction}/events": "browser",
    "POST /v1/interactions/{interaction}/cancel": "browser",
    "POST /v1/interactions/{interaction}/redeem": "browser",
    // Whoever has the address may begin; the offer is nothing without the link's secret (activation.test.ts).
    "GET /v1/interactions/{interaction}": "public",
    "POST /v1/interactions/{interaction}/challenge": "public",
    "POST /v1/interactions/{interaction}/requests": "public",
    "GET /v1/activations/{activation}": "public",
    "POST /v1/activations/{activation}": "link",
    // Each of them by each role, about whom it reaches and about whom it does not: people/matrix.test.ts.
    "POST /v1/deliveries/{delivery}/retry": "reach",
    "GET /v1/imports/{import}": "reach",
    "GET /v1/imports/{import}/failed": "reach",
    "POST /v1/imports/{import}/codes": "reach",
    "GET /v1/companies/{company}": "reach",
    "POST /v1/companies/{company}/devices/deactivate": "reach",
    "GET /v1/companies/{company}/policy": "reach",
    "POST /v1/companies/{company}/policy": "reach",
    "POST /v1/companies/{company}/rename": "reach",
    "POST /v1/companies/{company}/resume": "reach",
    "POST /v1/companies/{company}/stop": "reach",
    "POST /v1/identity-keys/{key}/revoke": "reach",
    "POST /v1/portals/{portal}/end": "reach",
    "GET /v1/proposals/{proposal}": "reach",
    "POST /v1/proposals/{proposal}/confirm": "reach",
    "POST /v1/proposals/{proposal}/reject": "reach",
    "POST /v1/proposals/{proposal}/withdraw": "reach",
    "POST /v1/users/{user}/end-administrator": "reach",
    "POST /v1/users/{user}/make-administrator": "reach",
    "POST /v1/computers/{computer}/allow": "reach",
    "POST /v1/computers/{computer}/approve": "reach",
    "POST /v1/computers/{computer}/refuse": "reach",
    "POST /v1/computers/{computer}/revoke": "reach",
    "POST /v1/users/{user}/computers": "reach",
    "POST /v1/devices/{device}/approve": "reach",
    "POST /v1/devices/{device}/deactivate": "reach",
    "POST /v1/invitations/{activation}/revoke": "reach",
    "GET /v1/users/{user}": "reach",
    "POST /v1/users/{user}/change": "reach",
    "POST /v1/users/{user}/devices/deactivate": "reach",
    "POST /v1/users/{user}/entitle": "reach",
    "POST /v1/users/{user}/freeze": "reach",
    "GET /v1/users/{user}/invitations": "reach",
    "POST /v1/users/{user}/invitations": "reach",
    "POST /v1/users/{user}/remove": "reach",
    "POST /v1/users/{user}/unfreeze": "reach",
  };

describeEachEngine("what is somebody else's", (engine) => {
  let world: SignInWorld;
  let servers: Servers;
  let stranger: TestPhone;
  let other: TestPortal;
  let envelope: string;
  /** The owner's requests, one in each state. */
  let requests: Readonly<Record<string, RequestId>>;

  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    servers = await buildServers(world.context);
    const company = await world.phones.addCompany();
    const user = await createUser(world.context, { company, name: "Eve Elsewhere", role: "user" });
    stranger = await world.phones.activePhone({ user });
    other = await world.otherPortal({ origin: "https://other.example" });
    const [waiting, claimed, approved] = [await ask(), await ask(), await ask()];
    await world.sign(approved);
    const session = await world.phone.unlock(mpin);
    ({ envelope } = await world.phone.call(session, "request.claim", { request: claimed }));
    requests = { waiting, claimed, approved };
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function ask(): Promise<RequestId> {
    const body = { user: world.user, content: payment };
    return (await world.portal.call({ path: "/v1/signatures", body })).body["request"] as RequestId;
  }

  /** All tables but the caller's own session, whose `seq` counts each call. */
  async function digest(): Promise<Record<string, string>> {
    const { sessions: _, ...others } = await digestOf(world.context);
    return others;
  }

  test("is known for every sealed method", () => {
    expect(Object.keys(naming).sort()).toEqual(Object.keys(methodTable).sort());
  });

  test("is known for every call that has an id in its address", () => {
    const names = listOperations(servers).filter(({ params }) => params.length > 0);
    expect(names.map(({ name }) => name).sort()).toEqual(Object.keys(addressed).sort());
  });

  test("is not there for another company's phone, in any state, by any method", async () => {
    const session = await stranger.unlock(mpin);
    const { activation_id: activation } = await world.context.database.kysely
      .selectFrom("devices")
      .select("activation_id")
      .where("id", "=", world.phone.device)
      .executeTakeFirstOrThrow();
    const { notices } = await world.phone.call(await world.phone.unlock(mpin), "notices.list", {});
    const [notice] = notices.map((told) => told.notice);
    if (notice === undefined) throw new Error("the owner was told nothing");
    const { id: computer } = (await world.showApproved()).computer;
    await world.phones.makeKnown({ computer });
    const asking = await world.showApproved();
    await asking.computer.redeem(asking.interaction, asking.request, { remember: true });
    const { statement } = await world.context.database.kysely
      .selectFrom("enrolments")
      .select("statement")
      .executeTakeFirstOrThrow();
    const before = await digest();
    for (const [method, name] of Object.entries(naming)) {
      if (typeof name === "string") continue;
      const named = { phone: stranger, session, activation, notice, envelope, computer, statement };
      const nothing = {
        ...named,
        ...{ activation: newActivationId(), request: newRequestId(), notice: newNoticeId() },
      };
      const ofNothing = await codeOf(name(nothing));
      expect(["not_found", "message_refused", "activation_refused"], method).toContain(ofNothing);
      for (const [state, request] of Object.entries(requests))
        expect(await codeOf(name({ ...named, request })), `${method}, ${state}`).toBe(ofNothing);
    }
    expect(await digest()).toEqual(before);
  });

  test("is in no list of another company's phone", async () => {
    const session = await stranger.unlock(mpin);
    expect(session.message4.requests).toEqual([]);
    // The one notice is of the stranger's own phone.
    expect(await stranger.call(session, "requests.list", {})).toMatchObject({ requests: [], unread: 1 });
  });

  test("is not there for another client, in any state, by any call that names a request", async () => {
    const operations = listOperations(servers).filter(({ params }) => params.includes("request"));
    expect(operations.length).toBeGreaterThan(3);
    const before = await digest();
    for (const { name, method, path } of operations) {
      const code = async (request: string) =>
        (await other.call({ method, path: path.replace("{request}", request) })).body["code"];
      expect(await code(newRequestId()), name).toBe("not_found");
      for (const [state, request] of Object.entries(requests))
        expect(await code(request), `${name}, ${state}`).toBe("not_found");
    }
    expect(await digest()).toEqual(before);
  });

  test("is not exchanged for another client, and the code stays good for its own", async () => {
    const { code, verifier } = await world.redeemed();
    const before = await digest();
    expect((await other.exchange(code, verifier)).body["code"]).toBe("redemption_refused");
    expect(await digest()).toEqual(before);
    expect((await world.portal.exchange(code, verifier)).status).toBe(200);
  });

  test("is not proven by another phone: a handshake that is not its own is one that never was", async () => {
    const opened = await world.phone.begin();
    const forged = await stranger.message3(opened, mpin);
    const before = await digest();
    const path = `/v1/handshakes/${opened.offered.handshake}`;
    expect(await codeOf(stranger.post(path, forged.token))).toBe("handshake_refused");
    const named = await stranger.message1({ purpose: "session" }, { device: world.phone.device });
    expect(await codeOf(stranger.post("/v1/handshakes", named.token))).toBe("handshake_refused");
    expect(await digest()).toEqual(before);
  });

  test("is cancelled, followed or redeemed by no other browser", async () => {
    const shown = await world.showApproved();
    const [browser, blank] = [await world.newComputer(), await world.newComputer()];
    await browser.begin((await world.portal.beginSignIn()).interaction);
    for (const computer of [browser, blank]) {
      // Even with a challenge that somebody gave away.
      const challenge = await shown.computer.challenge(shown.interaction);
      const { interactions, requests: rows } = await digestOf(world.context);
      const redeemed = await computer.redeem(shown.interaction, shown.request, { challenge });
      expect(redeemed.body["code"]).toBe("computer_refused");
      expect((await computer.cancel(shown.interaction)).body["code"]).toBe("begun_elsewhere");
      const begun = await computer.begin(shown.interaction, { challenge });
      expect(begun.body["code"]).toMatch(/^(computer_refused|begun_elsewhere)$/);
      const path = `/v1/interactions/${shown.interaction}/events`;
      expect((await computer.call({ method: "GET", path })).body["code"]).toBe("not_found");
      expect(await digestOf(world.context)).toMatchObject({ interactions, requests: rows });
    }
  });
});
