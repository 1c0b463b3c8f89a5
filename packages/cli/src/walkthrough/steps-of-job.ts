/** The job itself: activated, handshake, claimed, approved, redeemed, signed, evidence verified. */
import type { MemoryVault, Session } from "@mtoken/device";
import { Device } from "@mtoken/device";
import type { IdentityJwks, Payment } from "@mtoken/protocol";
import { identityJwksSchema, parseWith, verifyEvidence } from "@mtoken/protocol";
import { Computer } from "../computer/computer.ts";
import { carriedPins, portsOf } from "../phone/open-phone.ts";
import type { Report } from "./report.ts";
import { expectThat } from "./report.ts";
import type { Setting } from "./setting.ts";

/** What all steps share. */
export interface Stage {
  report: Report;
  setting: Setting;
  storage: MemoryVault;
}

/** The phone's mPIN. */
export const mpin = "739154";

const payment: Payment = {
  type: "payment",
  amount: "1250.00",
  currency: "EUR",
  payee: { name: "Bakery Supplies", account: "NL91ABNA0417164300" },
  reference: "Invoice 2026-118",
};

/** The phone of a storage, for the setting's server. */
export function openPhoneOf({ link }: Setting, storage: MemoryVault): Promise<Device> {
  const { origin } = new URL(link);
  return Device.open(portsOf({ storage, origin, pins: () => carriedPins(origin) }));
}

/** A new phone, activated with link and code. */
export async function activatePhone({ report, setting, storage }: Stage): Promise<Device> {
  const phone = await openPhoneOf(setting, storage);
  await report.step("activated", async () => {
    const link = phone.readLink(setting.link);
    const certified = await phone.activate({ link, code: setting.code, mpin });
    expectThat(certified.status === "active", "the device is active after its activation");
    return { fingerprint: certified.fingerprint };
  });
  return phone;
}

/** The mPIN proven, a session open. */
export async function unlockPhone({ report }: Stage, phone: Device): Promise<Session> {
  const { session } = await report.step("handshake", async () => {
    const opened = await phone.unlock(mpin);
    return { session: opened, user: opened.profile?.user.name };
  });
  return session;
}

/** A browser, signed in by the phone. */
export async function signIn({ report, setting }: Stage, session: Session): Promise<void> {
  const { portal, redirectUri } = setting;
  const pending = await portal.beginSignIn(redirectUri);
  const computer = await Computer.visit(pending.uri);
  await computer.begin();
  const { opened } = await report.step("claimed", async () => {
    const claimed = await session.claim({ qr: await computer.qrText() });
    return {
      opened: claimed,
      origin: claimed.envelope.origin,
      knownSince: claimed.envelope.computer?.known_since,
    };
  });
  await report.step("approved", async () => {
    const { digits } = await computer.state("claimed");
    const decided = await session.approve(opened, digits === null ? {} : { digits });
    return { status: decided.status, digits: digits !== null };
  });
  await report.step("redeemed", async () => {
    await computer.state("approved");
    const returned = await computer.redeem();
    computer.leave();
    const answer = await portal.completeSignIn(pending, returned);
    expectThat(answer?.user.id === session.profile?.user.id, "the portal learns who confirmed on the phone");
    return { user: answer?.user.name, acr: answer?.acr };
  });
}

/** A payment, signed with a fresh mPIN, and its evidence. */
export async function signPayment({ report, setting }: Stage, session: Session): Promise<void> {
  const user = session.profile?.user.id;
  expectThat(user !== undefined, "the session knows its user");
  const { request } = await report.step("signed", async () => {
    const asked = await setting.portal.requestSignature({ user, content: payment });
    const opened = await session.claim({ request: asked.request });
    const shown = JSON.stringify(opened.envelope.content);
    expectThat(shown === JSON.stringify(payment), "the phone shows the payment that the portal asked for");
    const decided = await session.sign(opened, mpin);
    return { status: decided.status, request: asked.request, amount: payment.amount };
  });
  await report.step("evidence verified", async () => {
    const evidence = await setting.portal.evidence(request);
    const jwks = await identityKeys(new URL(setting.link).origin);
    const sound = await verifyEvidence({ evidence, jwks });
    expectThat(sound.ok, "the evidence holds");
    expectThat(sound.envelope.request === request, "the evidence is of this request");
    const forged = {
      ...evidence,
      envelope: evidence.envelope.replace(/.$/, (last) => (last === "A" ? "Q" : "A")),
    };
    const broken = await verifyEvidence({ evidence: forged, jwks });
    expectThat(!broken.ok, "evidence with one character changed is refused");
    return { size: sound.checkpoint.size, forged: broken.broken };
  });
}

async function identityKeys(origin: string): Promise<IdentityJwks> {
  const response = await fetch(new URL("/.well-known/mtoken-keys", origin));
  return parseWith(identityJwksSchema, await response.json());
}
