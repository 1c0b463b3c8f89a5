/** One complete sign-in, from the portal that begins it to the portal that knows its user. */
import type { RelyingParty } from "@mtoken/relying-party";
import type { LeanComputer } from "./lean-computer.ts";
import type { LeanPhone } from "./lean-phone.ts";
import type { StepTimes } from "./step-times.ts";

/** One user's computer and phone; they sign in one time after the other. */
export interface Lane {
  portal: RelyingParty;
  redirectUri: string;
  computer: LeanComputer;
  phone: LeanPhone;
}

export const wholeSignIn = "complete sign-in";
export const scanToSignedIn = "scan to signed in";

export async function signIn(lane: Lane, times: StepTimes): Promise<void> {
  await times.step(wholeSignIn, async () => {
    const { portal, computer, phone } = lane;
    const pending = await times.step("portal begins", () => portal.beginSignIn(lane.redirectUri));
    const visit = computer.visit(pending.uri);
    await times.step("page info", () => visit.info());
    const first = await times.step("challenge", () => visit.challenge());
    const request = await times.step("page begins", () => visit.begin(first));
    const events = await times.step("events open", () => visit.openEvents());
    const qrText = await times.step("first frame", () => events.frame());
    const session = await times.step("handshake", () => phone.unlock());
    await times.step(scanToSignedIn, async () => {
      const envelope = await times.step("claim", () => phone.claim(session, qrText));
      const { digits } = await times.step("page shows digits", () => events.state("claimed"));
      await times.step("decide", () => phone.approve(session, envelope, digits));
      await times.step("page shows approval", () => events.state("approved"));
      const second = await times.step("second challenge", () => visit.challenge());
      const returned = await times.step("redeem", () => visit.redeem(request, second));
      const answer = await times.step("exchange", () => portal.completeSignIn(pending, returned));
      if (answer === undefined) throw new Error("The portal was told that nobody signed in.");
    });
    await events.end();
  });
}
