import {
  type ActivationId,
  b64,
  bigIntToBytes,
  exportPublicJwk,
  fingerprintOf,
  generateSigningKeyPair,
  hashToken,
  openDirect,
  randomBytes,
  sealToKey,
  signToken,
  srpGroup,
  thumbprint,
} from "@mtoken/protocol";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorAtCommandLine } from "../people/caller.ts";
import { approveDeviceOf } from "../people/device-acts.ts";
import { beforeTransactions } from "../testing/before-transactions.ts";
import type { Invitation } from "../testing/phone-world.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { Lies, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { underWay } from "../testing/under-way.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { completeActivation } from "./complete-activation.ts";
import { receiveActivation } from "./receive-activation.ts";
import { sweepActivations } from "./sweep.ts";

const wrongCode = "0000000000";
const group = srpGroup(2048);
let world: PhoneWorld;

describeEachEngine("activation", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());

  describe("the offer", () => {
    it("is the same for whoever has the link, as often as they ask", async () => {
      const { link } = await world.invite();
      const phone = await world.newPhone();
      expect(await phone.fetchOffer(link)).toBe(await phone.fetchOffer(link));
    });

    it("of an activation that is unknown, over, revoked or complete looks the same", async () => {
      const phone = await world.newPhone();
      const over = await world.invite();
      world.clock.advance(86_400);
      const complete = await world.invite();
      await phone.setUp({ ...complete, mpin });
      const revoked = await world.invite();
      for (let wrong = 0; wrong < 5; wrong += 1)
        await codeOf(phone.activate({ ...revoked, code: wrongCode, mpin }));
      const paths = [over, complete, revoked].map(pathOf);
      const answers = await Promise.all(
        [`/v1/activations/act_${"0".repeat(26)}`, ...paths].map((path) => world.send(path)),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 410 });
    });
  });

  describe("an open invitation", () => {
    it("is closed in a database that was restored without its secrets, and can be sent again", async () => {
      const user = await world.addUser();
      const invitation = await world.invite({ user });
      const phone = await world.newPhone();
      const offer = await phone.fetchOffer(invitation.link);
      const { sealed } = await phone.activationMessage({ ...invitation, mpin, offer });
      await sql`delete from activation_secrets`.execute(world.context.database.kysely);
      expect(await world.send(pathOf(invitation))).toMatchObject({ status: 410 });
      expect(await codeOf(phone.post(pathOf(invitation), sealed))).toBe("activation_closed");
      const again = await world.invite({ user });
      expect(await activationRow(invitation)).toMatchObject({ status: "revoked" });
      expect(await phone.setUp({ ...again, mpin })).toMatchObject({ status: "active" });
    });

    it("goes on with secrets that were sealed for where they lay before", async () => {
      const { database, sealer } = world.context;
      const invitation = await world.invite();
      const row = idOf(invitation);
      const secrets = await sql<Record<`sealed_${string}`, Buffer>>`
        select sealed_link_secret, sealed_code, sealed_activation_key
        from activation_secrets where activation_id = ${row}`.execute(database.kysely);
      for (const [name, sealed] of Object.entries(secrets.rows[0] ?? {})) {
        const column = name as `sealed_${string}`;
        const secret = sealer.open({ table: "activation_secrets", column, row }, sealed);
        const moved = sealer.seal({ table: "activations", column, row }, secret);
        await sql`update activation_secrets set ${sql.ref(column)} = ${moved}
          where activation_id = ${row}`.execute(database.kysely);
      }
      expect(await (await world.newPhone()).setUp({ ...invitation, mpin })).toMatchObject({
        status: "active",
      });
    });
  });

  describe("the activation message", () => {
    it("makes a pending device, and is answered under the phone's own key", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const { sealed, token, answerKey } = await message(phone, invitation);
      const answer = await phone.post(pathOf(invitation), sealed);
      const { plaintext } = await openDirect({
        token: answer,
        key: answerKey,
        typ: "mtoken-activation-answer+jwe",
      });
      expect(claimsIn(plaintext)).toMatchObject({
        device: phone.device,
        activation_message: await hashToken(token),
        status: "pending",
      });
      expect(await deviceRow(phone)).toMatchObject({
        status: "pending",
        user_id: world.user,
        certificate: null,
      });
      expect(await activationRow(invitation)).toMatchObject({
        status: "open",
        wrong_codes: 0,
        device_id: phone.device,
      });
    });

    it("may be repeated by the same device until the activation is complete, and keeps its share", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin: "111222" });
      const first = await phone.unlock("111222");
      await phone.activate({ ...invitation, mpin });
      expect(await codeOf(phone.call(first, "status", {}))).toBe("session_ended");
      const second = await phone.unlock(mpin);
      expect(second.message4.share).toBe(first.message4.share);
    });

    it("repeated does not give back the tries of a pending device", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      for (let wrong = 0; wrong < 3; wrong += 1) await codeOf(phone.unlock("111222"));
      await phone.activate({ ...invitation, mpin });
      expect(await deviceRow(phone)).toMatchObject({ tries: 3 });
      for (let wrong = 0; wrong < 2; wrong += 1) await codeOf(phone.unlock("111222"));
      expect(await codeOf(phone.activate({ ...invitation, mpin }))).toBe("activation_closed");
      expect(await codeOf(phone.unlock(mpin))).toBe("blocked");
    });

    it("of another device is refused once one has passed, however right its proofs", async () => {
      const invitation = await world.invite();
      const first = await world.newPhone();
      const second = await world.newPhone();
      await first.activate({ ...invitation, mpin });
      expect(await codeOf(second.activate({ ...invitation, mpin }))).toBe("activation_closed");
      expect(await activationRow(invitation)).toMatchObject({ device_id: first.device, wrong_codes: 0 });
    });

    it("of another device, with a wrong code, charges nothing to the one that has passed", async () => {
      const invitation = await world.invite();
      const first = await world.newPhone();
      const second = await world.newPhone();
      await first.activate({ ...invitation, mpin });
      expect(await codeOf(second.activate({ ...invitation, code: wrongCode, mpin }))).toBe(
        "activation_closed",
      );
      expect(await activationRow(invitation)).toMatchObject({ wrong_codes: 0 });
    });

    it("makes one pending device when two phones send at once", async () => {
      const invitation = await world.invite();
      const phones = await Promise.all([world.newPhone(), world.newPhone(), world.newPhone()]);
      const codes = await Promise.all(phones.map((phone) => codeOf(phone.activate({ ...invitation, mpin }))));
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
      expect((await activationRow(invitation)).wrong_codes).toBe(0);
    });

    it("that was charged before another phone's had passed is refused, and makes no second device", async () => {
      const invitation = await world.invite();
      const [first, second] = await Promise.all([world.newPhone(), world.newPhone()]);
      const { sealed } = await message(second, invitation);
      const late = beforeTransactions(world.context, () => first.activate({ ...invitation, mpin }));
      const receiving = receiveActivation(late, {
        activation: idOf(invitation) as ActivationId,
        token: sealed,
      });
      expect(await codeOf(receiving)).toBe("activation_closed");
      expect(await activationRow(invitation)).toMatchObject({ device_id: first.device, wrong_codes: 0 });
      expect(await codeOf(second.begin())).toBe("handshake_refused");
      await first.unlock(mpin);
    });

    it("repeated ends a handshake that was begun under the old verifier, and charges it nothing", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      const begun = await phone.begin();
      await phone.activate({ ...invitation, mpin });
      expect(await codeOf(phone.prove(begun, mpin))).toBe("handshake_refused");
      expect(await deviceRow(phone)).toMatchObject({ tries: 0 });
    });

    it("with the key of a device that is pending for another user is refused", async () => {
      const phone = await world.newPhone();
      await phone.activate({ ...(await world.invite()), mpin });
      const before = await deviceRow(phone);
      const theirs = await world.invite({ user: await world.addUser() });
      expect(await codeOf(phone.activate({ ...theirs, mpin }))).toBe("activation_closed");
      expect(await deviceRow(phone)).toEqual(before);
      expect(await activationRow(theirs)).toMatchObject({ device_id: null, wrong_codes: 0 });
    });

    it("of a pending device that its user gave up does not bring it back", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      await phone.call(await phone.unlock(mpin), "device.deactivate", { reason: "mistake" });
      expect(await codeOf(phone.activate({ ...invitation, mpin }))).toBe("activation_closed");
      expect(await deviceRow(phone)).toMatchObject({ status: "deactivated" });
    });

    it("with a device key that already has another activation is refused", async () => {
      const phone = await world.activePhone();
      expect(await codeOf(phone.activate({ ...(await world.invite()), mpin }))).toBe("activation_closed");
      expect(await deviceRow(phone)).toMatchObject({ status: "active" });
    });

    it.each([
      ["another server's aud", () => ({ aud: "https://other.example" })],
      ["another activation", () => ({ activation: `act_${"0".repeat(26)}` })],
      ["another offer", () => ({ offer: b64(randomBytes(64)) })],
      ["another suite", () => ({ suite: "mtoken-2" })],
      ["a wrong link proof", () => ({ link_proof: b64(randomBytes(64)) })],
      ["another verifier than was proven", () => ({ verifier: element(2n) })],
      ["another answer key than was proven", () => ({ answer_key: b64(randomBytes(64)) })],
      ["a salt other than was proven", () => ({ salt: b64(randomBytes(16)) })],
      ["Argon2 parameters other than were proven", () => ({ argon2: { m: 65_536, t: 4, p: 1 } })],
      ["Argon2 parameters below the floor", () => ({ argon2: { m: 8192, t: 1, p: 1 } })],
      ["a verifier of another group", () => ({ verifier: b64(randomBytes(384)) })],
      ["a member that nobody knows", () => ({ phone_model: "x" })],
    ])("with %s is refused, and charges nothing", async (_name, lies: () => Lies) => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const { sealed } = await message(phone, invitation, lies());
      expect(await codeOf(phone.post(pathOf(invitation), sealed))).toBe("activation_refused");
      expect(await activationRow(invitation)).toMatchObject({
        status: "open",
        wrong_codes: 0,
        device_id: null,
      });
      await phone.activate({ ...invitation, mpin });
    });

    it.each([
      ["0", 0n],
      ["1", 1n],
      ["-1", group.N - 1n],
      ["N", group.N],
    ])("with a verifier of %s is refused, even when it is proven", async (_name, value) => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const sealed = await phone.activationMessage({
        ...invitation,
        ...{
          mpin,
          offer: await phone.fetchOffer(invitation.link),
          verifier: bigIntToBytes(value, group.length),
        },
      });
      expect(await codeOf(phone.post(pathOf(invitation), sealed.sealed))).toBe("activation_refused");
    });

    it("about another offer of the same words is refused, even when that is proven", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const offered = claimsIn(await phone.fetchOffer(invitation.link));
      const offer = await world.context.identity.sign("mtoken-offer+jws", offered);
      const { sealed } = await phone.activationMessage({ ...invitation, mpin, offer });
      expect(await codeOf(phone.post(pathOf(invitation), sealed))).toBe("activation_refused");
    });

    it("signed by another key than the one it names is refused", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const { token } = await message(phone, invitation);
      const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
      const forged = await signToken({
        typ: "mtoken-activation+jws",
        payload: claimsIn(token),
        key: privateKey,
      });
      expect(await codeOf(phone.post(pathOf(invitation), await seal(phone, invitation, forged)))).toBe(
        "activation_refused",
      );
    });

    it("sealed to another activation's key is refused", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const { token } = await message(phone, invitation);
      const other = await generateSigningKeyPair({ bits: 2048, extractable: false });
      const jwk = await exportPublicJwk(other.publicKey);
      const sealed = await sealToKey({
        plaintext: token,
        jwk,
        kid: await thumbprint(jwk),
        typ: "mtoken-activation+jwe",
      });
      expect(await codeOf(phone.post(pathOf(invitation), sealed))).toBe("activation_refused");
    });

    it("sent to another activation is refused", async () => {
      const first = await world.invite();
      const second = await world.invite({ user: await world.addUser() });
      const phone = await world.newPhone();
      const { sealed } = await message(phone, first);
      expect(await codeOf(phone.post(pathOf(second), sealed))).toBe("activation_refused");
    });

    it.each(["", "no token", "a.b.c", "a.b.c.d.e"])("that is %j is refused", async (body) => {
      const { status, body: answer } = await world.send(pathOf(await world.invite()), body);
      expect(JSON.parse(answer)).toMatchObject({ status, code: "activation_refused" });
    });
  });

  describe("the registration code", () => {
    it("is looked at five times in all, however many come side by side", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const offer = await phone.fetchOffer(invitation.link);
      const wrong = await phone.activationMessage({ ...invitation, code: wrongCode, mpin, offer });
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.post(pathOf(invitation), wrong.sealed))),
      );
      expect(codes.filter((code) => code === "wrong_registration_code")).toHaveLength(5);
      expect(await codeOf(phone.activate({ ...invitation, mpin }))).toBe("activation_closed");
    });

    it("counts down to the end, where both secrets and the activation key are destroyed", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      for (const attempts_left of [4, 3, 2, 1, 0]) {
        await expect(phone.activate({ ...invitation, code: wrongCode, mpin })).rejects.toMatchObject({
          code: "wrong_registration_code",
          details: { attempts_left },
        });
      }
      expect(await activationRow(invitation)).toMatchObject({ status: "revoked", ...destroyed });
    });

    it("wrong before and right at last activates all the same", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      for (let wrong = 0; wrong < 4; wrong += 1)
        await codeOf(phone.activate({ ...invitation, code: wrongCode, mpin }));
      expect(await phone.setUp({ ...invitation, mpin })).toMatchObject({ status: "active" });
    });

    it("is not looked at for who does not have the link", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const lies = { link_proof: b64(randomBytes(64)) };
      const { sealed } = await message(phone, { ...invitation, code: wrongCode }, lies);
      for (let wrong = 0; wrong < 10; wrong += 1) {
        expect(await codeOf(phone.post(pathOf(invitation), sealed))).toBe("activation_refused");
      }
      expect(await activationRow(invitation)).toMatchObject({ wrong_codes: 0 });
    });
  });

  describe("activation.complete", () => {
    it("consumes and destroys link, code and activation key, and makes the device active", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const { certificate, status } = await phone.setUp({ ...invitation, mpin });
      expect(status).toBe("active");
      expect(await activationRow(invitation)).toMatchObject({ status: "complete", ...destroyed });
      expect(await deviceRow(phone)).toMatchObject({
        status: "active",
        certificate,
        activated_at: world.clock.now(),
      });
      expect(claimsIn(certificate)).toMatchObject({
        ...{ device: phone.device, user: world.user, company: world.company, suite: "mtoken-1" },
        signing_key: await exportPublicJwk(phone.signingKey.publicKey),
      });
    });

    it("gives the same certificate to the same signing key again, and nothing to another", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      const { certificate } = await phone.setUp({ ...invitation, mpin });
      const session = await phone.unlock(mpin);
      expect(await phone.complete(session, idOf(invitation))).toEqual({ certificate, status: "active" });
      phone.signingKey = await generateSigningKeyPair({ bits: 2048, extractable: false });
      expect(await codeOf(phone.complete(session, idOf(invitation)))).toBe("not_allowed");
    });

    it.each([
      ["another device", () => ({ device: `dev_${"A".repeat(43)}` })],
      ["another session", () => ({ handshake: `hsk_${"0".repeat(26)}` })],
      ["another activation", () => ({ activation: `act_${"0".repeat(26)}` })],
      ["another server", () => ({ aud: "https://other.example" })],
    ])("refuses a proof that names %s", async (_name, lies) => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      const session = await phone.unlock(mpin);
      const params = await phone.signingKeyProof(session, idOf(invitation), lies());
      expect(await codeOf(phone.call(session, "activation.complete", params))).toBe("message_refused");
      expect(await activationRow(invitation)).toMatchObject({ status: "open" });
    });

    it("comes too late when the phone has sent its message anew, which ends the session", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      const session = await phone.unlock(mpin);
      const params = await phone.signingKeyProof(session, idOf(invitation));
      const late = beforeTransactions(world.context, () => phone.activate({ ...invitation, mpin }));
      const caller = await underWay(world, session);
      expect(await codeOf(completeActivation(late, caller, params))).toBe("session_ended");
      expect(await activationRow(invitation)).toMatchObject({ status: "open" });
      expect(await deviceRow(phone)).toMatchObject({ status: "pending", certificate: null });
    });

    it("refuses the device key as signing key, and a proof by another key", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      const session = await phone.unlock(mpin);
      const { proof } = await phone.signingKeyProof(session, idOf(invitation));
      phone.signingKey = await generateSigningKeyPair({ bits: 2048, extractable: false });
      const signing_key = await exportPublicJwk(phone.signingKey.publicKey);
      expect(await codeOf(phone.call(session, "activation.complete", { signing_key, proof }))).toBe(
        "message_refused",
      );
      phone.signingKey = phone.deviceKey;
      expect(await codeOf(phone.complete(session, idOf(invitation)))).toBe("message_refused");
      expect(await deviceRow(phone)).toMatchObject({ status: "pending" });
    });

    it("comes too late when the activation's time is over", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      world.clock.advance(86_399);
      const session = await phone.unlock(mpin);
      world.clock.advance(1);
      expect(await codeOf(phone.complete(session, idOf(invitation)))).toBe("activation_closed");
      expect(await deviceRow(phone)).toMatchObject({ status: "pending", certificate: null });
    });

    it("completes once when it is called many times at once", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      const session = await phone.unlock(mpin);
      const results = await Promise.allSettled(
        Array.from({ length: 10 }, () => phone.complete(session, idOf(invitation))),
      );
      const certificates = results.flatMap((result) =>
        result.status === "fulfilled" ? [result.value.certificate] : [],
      );
      expect(new Set(certificates).size).toBe(1);
      expect(await deviceRow(phone)).toMatchObject({ status: "active", certificate: certificates[0] });
    });
  });

  describe("a new activation", () => {
    it("ends the user's older device when it is active, and not before", async () => {
      const older = await world.activePhone();
      const invitation = await world.invite();
      const newer = await world.newPhone();
      await newer.activate({ ...invitation, mpin });
      const session = await newer.unlock(mpin);
      expect(await codeOf(older.unlock(mpin))).toBe("accepted");
      await newer.complete(session, idOf(invitation));
      expect(await deviceRow(older)).toMatchObject({
        status: "deactivated",
        end_reason: "replaced",
        sealed_share: null,
      });
      expect(await codeOf(older.unlock(mpin))).toBe("deactivated");
      expect(await codeOf(newer.unlock(mpin))).toBe("accepted");
    });

    it("ends only the oldest of as many as the company allows", async () => {
      const user = await world.addUser({ company: await world.addCompany({ devices: 2 }) });
      const phones = [await world.activePhone({ user })];
      world.clock.advance(1);
      phones.push(await world.activePhone({ user }));
      const statuses = async () => (await Promise.all(phones.map(deviceRow))).map(({ status }) => status);
      expect(await statuses()).toEqual(["active", "active"]);
      phones.push(await world.activePhone({ user }));
      expect(await statuses()).toEqual(["deactivated", "active", "active"]);
    });

    it("leaves other users' devices alone", async () => {
      const other = await world.activePhone({ user: await world.addUser() });
      await world.activePhone();
      expect(await deviceRow(other)).toMatchObject({ status: "active" });
    });

    it("leaves one device active when two of one user are approved at once", async () => {
      const user = await world.addUser({ company: await world.addCompany({ approval: true }) });
      const phones = [await world.activePhone({ user }), await world.activePhone({ user })];
      const rows = await Promise.all(phones.map(deviceRow));
      const approvals = rows.map(async ({ id: device, certificate }) => {
        const fingerprint = await fingerprintOf(certificate ?? "");
        await approveDeviceOf(world.context, operatorAtCommandLine, { device, fingerprint });
      });
      await Promise.allSettled(approvals);
      const after = await Promise.all(phones.map(deviceRow));
      expect(after.filter(({ status }) => status === "active")).toHaveLength(1);
    });
  });

  describe("where the company approves activations", () => {
    it("the device waits, and is told its status, and nothing else", async () => {
      const company = await world.addCompany({ approval: true });
      const user = await world.addUser({ company });
      const phone = await world.newPhone();
      const { status } = await phone.setUp({ ...(await world.invite({ user })), mpin });
      expect(status).toBe("awaiting-approval");

      const session = await phone.unlock(mpin);
      expect(Object.keys(session.message4).sort()).toEqual(["M2", "share", "status", "tries_left"]);
      expect(await phone.call(session, "status", {})).toMatchObject({ status: "awaiting-approval" });
      expect(await codeOf(phone.call(session, "requests.list", {}))).toBe("not_allowed");
      expect(await codeOf(phone.call(session, "request.claim", { code: "000000000" }))).toBe("not_allowed");
      expect(await codeOf(phone.unlock(mpin, { purpose: "approve", binding: b64(randomBytes(64)) }))).toBe(
        "not_allowed",
      );
      expect(await codeOf(phone.call(session, "device.deactivate", { reason: "mistake" }))).toBe("accepted");
    });

    it("an older device goes on until the new one is approved", async () => {
      const company = await world.addCompany({ approval: true });
      const user = await world.addUser({ company });
      const older = await world.activePhone({ user });
      await world.activePhone({ user });
      expect(await deviceRow(older)).toMatchObject({ status: "awaiting-approval" });
    });
  });

  describe("the sweep", () => {
    it("destroys what has run out, with the pending device that came of it", async () => {
      const invitation = await world.invite();
      const phone = await world.newPhone();
      await phone.activate({ ...invitation, mpin });
      await sweepActivations(world.context);
      expect(await activationRow(invitation)).toMatchObject({ status: "open", secrets: "1" });
      world.clock.advance(86_400);
      await sweepActivations(world.context);
      expect(await activationRow(invitation)).toMatchObject({ status: "expired", ...destroyed });
      expect(await deviceRow(phone)).toMatchObject({ status: "deactivated", sealed_share: null });
    });
  });
});

const destroyed = { secrets: "0" };

async function message(phone: TestPhone, invitation: Invitation, lies: Lies = {}) {
  const offer = await phone.fetchOffer(invitation.link);
  return phone.activationMessage({ ...invitation, mpin, offer, lies });
}

async function seal(phone: TestPhone, { link }: Invitation, token: string): Promise<string> {
  const { activation_key: jwk } = claimsIn(await phone.fetchOffer(link)) as never;
  return sealToKey({ plaintext: token, jwk, kid: await thumbprint(jwk), typ: "mtoken-activation+jwe" });
}

function element(value: bigint): string {
  return b64(bigIntToBytes(value, group.length));
}

function idOf({ link }: Invitation): string {
  return `act_${link.split("#")[1]?.split(".")[0]}`;
}

function pathOf(invitation: Invitation): string {
  return `/v1/activations/${idOf(invitation)}`;
}

function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

function deviceRow(phone: TestPhone) {
  return world.context.database.kysely
    .selectFrom("devices")
    .selectAll()
    .where("id", "=", phone.device)
    .executeTakeFirstOrThrow();
}

/** With the number of rows that hold its secrets. */
function activationRow(invitation: Invitation) {
  return world.context.database.kysely
    .selectFrom("activations")
    .selectAll()
    .select(
      sql<string>`(select count(*)::text from activation_secrets where activation_id = activations.id)`.as(
        "secrets",
      ),
    )
    .where("id", "=", idOf(invitation) as never)
    .executeTakeFirstOrThrow();
}
