/**
 * What the console does for administrators a portal does in its own pages (M19): they sign in there, invite, approve, change the policy by
 * two, and stop. Beside it self-activation, which a company has on or off (M21).
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { generateSigningKeyPair, type ProposalId, type UserId } from "@mtoken/protocol";
import type { CompanyPolicy } from "@mtoken/protocol/people";
import { reachOf } from "@mtoken/protocol/people";
import { ActingUser, RelyingParty } from "@mtoken/relying-party";
import { createUser, inviteUser } from "@mtoken/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import openapi from "../../docs/openapi.json" with { type: "json" };
import { signInAt } from "./main-job/sign-in-at.ts";
import { mpin, World } from "./main-job/world.ts";

describe("an administrator at a portal", () => {
  let world: World;
  /** Where the second administrator signs in: what came by a portal is not decided by the same one. */
  let otherPortal: RelyingParty;
  let ada: ActingUser;
  let bea: ActingUser;
  let beaAtTheSame: ActingUser;

  beforeAll(async () => {
    world = await World.start();
    otherPortal = await world.addPortal();
    const phones = { ada: await administrator("Ada Berg"), bea: await administrator("Bea Dahl") };
    const adaSignedIn = await signInAt(world.portal, phones.ada);
    const beaSignedIn = await signInAt(otherPortal, phones.bea);
    await signInAt(world.portal, phones.bea);
    ada = world.portal.actingFor(adaSignedIn.user.id);
    bea = otherPortal.actingFor(beaSignedIn.user.id);
    beaAtTheSame = world.portal.actingFor(beaSignedIn.user.id);
  }, 60_000);
  afterAll(() => world?.close());

  async function administrator(name: string) {
    const { context } = world.server;
    const user = await createUser(context, { company: world.company, name, role: "administrator" });
    return activate(await inviteUser(context, { user }));
  }

  async function activate({ link, code }: { link: string | null; code: string | null }) {
    if (link === null || code === null) throw new Error("An invitation was not shown");
    const { device } = await world.newPhone();
    const { status, fingerprint } = await device.activate({ link: device.readLink(link), code, mpin });
    return { device, status, fingerprint };
  }

  /** Adds somebody, and lets them activate a phone with what Ada hands over. */
  async function newcomer(name: string) {
    const { user } = await ada.addUser({ company: world.company, name });
    return { user, ...(await activate(await ada.invite(user))) };
  }

  async function deviceOf(user: UserId) {
    const { items } = await ada.devices({ user });
    const [device] = items;
    if (device === undefined) throw new Error("They have no device");
    return device;
  }

  async function propose(changes: Partial<CompanyPolicy>): Promise<ProposalId> {
    const { policy } = await ada.policy(world.company);
    const { proposal } = await ada.proposePolicy(world.company, { policy: { ...policy, ...changes } });
    return proposal;
  }

  async function isApprovalAsked(): Promise<boolean> {
    return (await ada.policy(world.company)).effective.approval;
  }

  test("switches self-activation off by two, and on again: in between each phone waits to be let in, and does nothing", async () => {
    const proposal = await propose({ approval: true });
    expect(await isApprovalAsked()).toBe(false);
    const atOnce = await newcomer("Signe Holm");
    expect(atOnce.status).toBe("active");

    expect(await beaAtTheSame.proposal(proposal)).toMatchObject({ status: "open", may: { decide: false } });
    for (const decided of [ada.confirmProposal(proposal), beaAtTheSame.confirmProposal(proposal)])
      await expect(decided).rejects.toMatchObject({ code: "not_allowed" });
    expect(await isApprovalAsked()).toBe(false);
    await bea.confirmProposal(proposal, { note: "As we agreed" });
    expect(await isApprovalAsked()).toBe(true);

    const tom = await newcomer("Tom Falk");
    expect(tom.status).toBe("awaiting-approval");
    await expect(signInAt(world.portal, tom)).rejects.toMatchObject({ code: "not_allowed" });
    const { items } = await ada.devices({ status: "approvable" });
    expect(items).toMatchObject([{ user: { id: tom.user } }]);
    const { id } = await deviceOf(tom.user);
    await expect(ada.approveDevice(id, atOnce.fingerprint)).rejects.toMatchObject({
      code: "wrong_fingerprint",
    });
    await ada.approveDevice(id, tom.fingerprint);
    expect(await tom.device.session?.status()).toBe("active");
    expect(await signInAt(world.portal, tom)).toMatchObject({ user: { id: tom.user } });

    const uma = await newcomer("Uma Grip");
    await bea.confirmProposal(await propose({ approval: false }));
    expect(await isApprovalAsked()).toBe(false);
    const vic = await newcomer("Vic Juhl");
    expect(vic.status).toBe("active");
    expect(await signInAt(world.portal, vic)).toMatchObject({ user: { id: vic.user } });
    // What waited before was invited under the other rule, and is still looked at.
    expect(await deviceOf(uma.user)).toMatchObject({ status: "awaiting-approval" });
  });

  test("has rejected, and takes back, what takes two", async () => {
    const refused = await propose({ devices: 2 });
    await bea.rejectProposal(refused, { note: "One each" });
    const regretted = await propose({ devices: 3 });
    await ada.withdrawProposal(regretted);
    const { items } = await ada.proposals({ kind: "policy.change", limit: "2" });
    expect(items).toMatchObject([
      { id: regretted, status: "withdrawn" },
      { id: refused, status: "rejected", decided: { note: "One each" } },
    ]);
    expect((await ada.policy(world.company)).policy.devices).toBe(1);
  });

  test("makes an administrator by two, whose phone's code the second one has compared", async () => {
    const { user, fingerprint } = await newcomer("Wim Kolk");
    const { proposal } = await ada.makeAdministrator(user, { note: "For the holidays" });
    // Ada has invited them: it is Bea who compares.
    expect(await bea.proposal(proposal)).toMatchObject({ phones: [{ fingerprint }], may: { decide: true } });
    await expect(bea.confirmProposal(proposal)).rejects.toMatchObject({ code: "comparison_required" });
    await bea.confirmProposal(proposal, { compared: true });
    expect(await ada.user(user)).toMatchObject({ role: "administrator" });
    await ada.endAdministrator(user, { reason: "mistake" });
    expect(await ada.user(user)).toMatchObject({ role: "user" });
  });

  test("changes what a user is called and has, takes an invitation back, and stops: a phone, a user, and in the end the company", async () => {
    const zoe = await newcomer("Zoe Lund");
    await ada.changeUser(zoe.user, { name: "Zoë Lund", language: "nl" });
    await ada.entitle(zoe.user, { functions: [] });
    expect(await ada.user(zoe.user)).toMatchObject({ name: "Zoë Lund", language: "nl", functions: [] });
    const { request } = await signInAt(world.portal, zoe);
    const over = world.portal.endOfSignIn(request);
    await ada.deactivateDevice((await deviceOf(zoe.user)).id, { reason: "lost" });
    expect(await over).toMatchObject({ reason: "device-deactivated" });

    const { activation } = await ada.invite(zoe.user);
    await ada.revokeInvitation(activation, { reason: "mistake" });
    expect((await ada.invitations(zoe.user)).items[0]).toMatchObject({ id: activation, status: "revoked" });
    await ada.removeUser(zoe.user, { reason: "left-company" });
    expect(await ada.user(zoe.user)).toMatchObject({ removed: expect.any(Number) });
    expect(await ada.overview()).toMatchObject({ waiting: { devices: 1 } });

    await ada.stopCompany(world.company, { reason: "suspicious", note: "All of our laptops are gone" });
    for (const acting of [ada, bea])
      await expect(acting.company(world.company)).rejects.toMatchObject({ code: "sign_in_required" });
  });
});

describe("the portal's client", () => {
  /** It takes down what it is asked, and knows nothing. */
  let server: Server;
  const asked: string[] = [];
  let acting: ActingUser;
  const anyId = "usr_00000000000000000000000000";

  beforeAll(async () => {
    server = createServer(({ method, url = "" }, response) => {
      const token = { access_token: "t".repeat(43), token_type: "Bearer", expires_in: 600 };
      if (url !== "/v1/token") asked.push(`${method} ${url.replace(/\?.*/, "")}`);
      response.setHeader("content-type", "application/json").end(JSON.stringify(token));
    });
    await new Promise<void>((listening) => server.listen(0, "localhost", listening));
    const { port } = server.address() as AddressInfo;
    const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const clientId = "cli_00000000000000000000000000";
    const portal = new RelyingParty({ issuer: `http://localhost:${port}`, clientId, key: privateKey });
    acting = portal.actingFor(anyId as UserId);
  });
  afterAll(() => server?.close());

  test("has each call that a client company's people may make, by its own name", async () => {
    for (const name of Object.getOwnPropertyNames(ActingUser.prototype)) {
      if (name === "constructor") continue;
      const call: unknown = Reflect.get(acting, name);
      if (typeof call !== "function") throw new Error(`${name} is no call`);
      await Promise.resolve(call.call(acting, anyId, {})).catch(() => undefined);
    }
    const reachable = Object.entries(openapi.paths).flatMap(([path, operations]) =>
      Object.entries<object>(operations)
        .filter(([, operation]) => "tags" in operation && String(operation.tags) === "people")
        .map(([method]) => `${method.toUpperCase()} ${path.replace(/\{[a-z]+\}/g, "{}")}`),
    );
    const offered = asked.map((each) => each.replace(anyId, "{}")).sort();
    expect(offered).toEqual(reachable.filter((each) => !ofTheOperator.has(each)).sort());
  });

  test("leaves to the console what only the operator's own people may do", () => {
    for (const act of operatorActs)
      for (const role of ["user", "administrator"] as const) expect(reachOf(role, act), act).toEqual([]);
  });

  const operatorActs = [
    ...(["company.create", "company.rename", "company.resume", "limits.read", "limits.change"] as const),
    ...(["staff.create", "operator-keys.read", "operator-keys.rotate", "delivery.read"] as const),
    ...(["portal.read", "portal.end", "operator-keys.revoke"] as const),
    "delivery.retry",
  ] as const;
  const ofTheOperator = new Set([
    ...["POST /v1/companies", "POST /v1/companies/{}/rename", "POST /v1/companies/{}/resume"],
    ...["GET /v1/limits", "POST /v1/limits", "POST /v1/limits/preview", "POST /v1/staff"],
    ...["GET /v1/identity-keys", "POST /v1/identity-keys"],
    "POST /v1/identity-keys/{}/revoke",
    ...["GET /v1/portals", "POST /v1/portals/{}/end"],
    ...["GET /v1/deliveries", "POST /v1/deliveries/{}/retry"],
    // A file to save, as long as the log: no answer of one call.
    "GET /v1/activity.csv",
  ]);
});
