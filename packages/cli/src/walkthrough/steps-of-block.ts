/** The end: five wrong mPINs block the phone, and a blocked phone is refused everywhere, whatever a thief kept of it. */
import type { Session } from "@mtoken/device";
import { Device, isDeviceError, MemoryVault } from "@mtoken/device";
import { ProtocolError, triesAllowed } from "@mtoken/protocol";
import { Computer } from "../computer/computer.ts";
import { carriedPins, portsOf } from "../phone/open-phone.ts";
import { expectRefusal, expectThat } from "./report.ts";
import type { Stage } from "./steps-of-job.ts";
import { mpin } from "./steps-of-job.ts";

const wrongMpin = "604837";

/** Wrong mPINs to the block, and then every door. */
export async function blockPhone(stage: Stage, party: { session: Session; phone: Device }): Promise<void> {
  const { report } = stage;
  const computer = await approvedSignIn(stage, party.session);
  const copy = await copyOf(stage);
  await report.step("wrong mPIN refused five times and then blocked", () => typeWrongMpins(party.phone));
  await report.step("blocked device refused everywhere", async () => {
    const refused = [
      await refusedAt("handshake with the right mPIN", () => copy.unlock(mpin), "blocked"),
      await refusedAt("call in the session that was open", () => party.session.list(), "session_ended"),
      await refusedAt("redeeming what it had approved", () => computer.redeem(), undefined),
    ];
    computer.leave();
    expectThat(copy.state.kind === "blocked", "a copy of the phone erases itself too");
    expectThat((await stage.storage.read())?.kind === "ended", "the phone has erased its keys");
    return { doors: refused.length };
  });
}

/** A sign-in that is approved and not yet redeemed: the block has to reach it too. */
async function approvedSignIn({ setting }: Stage, session: Session): Promise<Computer> {
  const pending = await setting.portal.beginSignIn(setting.redirectUri);
  const computer = await Computer.visit(pending.uri);
  await computer.begin();
  const opened = await session.claim({ qr: await computer.qrText() });
  const { digits } = await computer.state("claimed");
  await session.approve(opened, digits === null ? {} : { digits });
  await computer.state("approved");
  return computer;
}

/** What a thief would have who copied the phone's storage in time. */
async function copyOf({ setting, storage }: Stage): Promise<Device> {
  const stolen = new MemoryVault();
  const record = await storage.read();
  expectThat(record !== undefined, "there is a phone to copy");
  await stolen.write(record);
  const { origin } = new URL(setting.link);
  return Device.open(portsOf({ storage: stolen, origin, pins: () => carriedPins(origin) }));
}

async function typeWrongMpins(phone: Device): Promise<{ tries: number; last: string }> {
  const left: number[] = [];
  for (let attempt = 1; attempt < triesAllowed; attempt += 1) {
    const error = await expectRefusal("wrong_mpin", () => phone.unlock(wrongMpin));
    if (isDeviceError(error) && error.triesLeft !== undefined) left.push(error.triesLeft);
  }
  expectThat(
    left.join() === "4,3,2,1",
    `each wrong mPIN says how many tries are left (it said ${left.join()})`,
  );
  await expectRefusal("blocked", () => phone.unlock(wrongMpin));
  return { tries: triesAllowed, last: phone.state.kind };
}

/** A closed door. Without a code, any refusal of the server's will do. */
async function refusedAt(
  door: string,
  work: () => Promise<unknown>,
  code: string | undefined,
): Promise<string> {
  try {
    await work();
  } catch (error) {
    const refused = error instanceof ProtocolError || isDeviceError(error);
    if (refused && (code === undefined || error.code === code)) return door;
    throw error;
  }
  throw new Error(`A blocked device was let in: ${door}`);
}
