/** The end: five wrong mPINs block the phone, and a blocked phone is refused everywhere, whatever a thief kept of it. */
import type { Session } from "@mtoken/device";
import { type Device, isDeviceError, MemoryVault } from "@mtoken/device";
import { triesAllowed } from "@mtoken/protocol";
import type { PendingSignIn } from "@mtoken/relying-party";
import { Computer } from "../computer/computer.ts";
import { expectRefusal, expectThat } from "./report.ts";
import type { Stage } from "./steps-of-job.ts";
import { mpin, openPhoneOf } from "./steps-of-job.ts";

const wrongMpin = "604837";

/**
 * Wrong mPINs to the block, and then every door. A thief types them on a copy of the phone, so that the phone itself still
 * holds an open session when the block comes, and the server has to refuse what it asks.
 */
export async function blockPhone(stage: Stage, party: { session: Session; phone: Device }): Promise<void> {
  const { report, setting } = stage;
  const approved = await approveSignIn(stage, party.session);
  const redeemed = await approveSignIn(stage, party.session);
  const returned = await redeemed.computer.redeem();
  redeemed.computer.leave();
  const waiting = await beginSignIn(stage);
  const qr = await waiting.computer.qrText();
  await report.step("wrong mPIN refused five times and then blocked", () => typeWrongMpins(stage));
  await report.step("blocked device refused everywhere", async () => {
    const doors: [code: string, knock: () => Promise<unknown>][] = [
      ["session_ended", () => party.session.claim({ qr })],
      ["redemption_refused", () => approved.computer.redeem()],
      ["redemption_refused", () => setting.portal.completeSignIn(redeemed.pending, returned)],
      ["blocked", () => party.phone.unlock(mpin)],
      ["activation_closed", () => activateAgain(stage)],
    ];
    for (const [code, knock] of doors) await expectRefusal(code, knock);
    approved.computer.leave();
    waiting.computer.leave();
    expectThat(party.phone.state.kind === "blocked", "the phone believes the signed refusal");
    expectThat((await stage.storage.read())?.kind === "ended", "the phone has erased its keys");
    return { doors: doors.length };
  });
}

interface BegunSignIn {
  computer: Computer;
  pending: PendingSignIn;
}

async function beginSignIn({ setting }: Stage): Promise<BegunSignIn> {
  const pending = await setting.portal.beginSignIn(setting.redirectUri);
  const computer = await Computer.visit(pending.uri);
  await computer.begin();
  return { computer, pending };
}

/** A sign-in that is approved and not yet redeemed: the block has to reach it too. */
async function approveSignIn(stage: Stage, session: Session): Promise<BegunSignIn> {
  const begun = await beginSignIn(stage);
  const opened = await session.claim({ qr: await begun.computer.qrText() });
  const { digits } = await begun.computer.state("claimed");
  await session.approve(opened, digits === null ? {} : { digits });
  await begun.computer.state("approved");
  return begun;
}

/** Another phone, with the link that this one used up. */
async function activateAgain({ setting }: Stage): Promise<unknown> {
  const phone = await openPhoneOf(setting, new MemoryVault());
  return phone.activate({ link: phone.readLink(setting.link), code: setting.code, mpin });
}

/** On what a thief would have who copied the phone's storage in time. */
async function typeWrongMpins({ setting, storage }: Stage): Promise<{ tries: number; last: string }> {
  const stolen = new MemoryVault();
  const record = await storage.read();
  expectThat(record !== undefined, "there is a phone to copy");
  await stolen.write(record);
  const copy = await openPhoneOf(setting, stolen);
  const left: number[] = [];
  for (let attempt = 1; attempt < triesAllowed; attempt += 1) {
    const error = await expectRefusal("wrong_mpin", () => copy.unlock(wrongMpin));
    if (isDeviceError(error) && error.triesLeft !== undefined) left.push(error.triesLeft);
  }
  expectThat(
    left.join() === "4,3,2,1",
    `each wrong mPIN says how many tries are left (it said ${left.join()})`,
  );
  await expectRefusal("blocked", () => copy.unlock(wrongMpin));
  return { tries: triesAllowed, last: copy.state.kind };
}
