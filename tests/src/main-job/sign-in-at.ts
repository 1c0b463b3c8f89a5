/** Signs somebody in at a portal, with a computer and their phone. */
import { Computer } from "@mtoken/cli/computer";
import type { Device } from "@mtoken/device";
import type { ExchangeAnswer } from "@mtoken/protocol";
import type { RelyingParty } from "@mtoken/relying-party";
import { mpin, redirectUri } from "./world.ts";

/** What the portal is told of who has signed in. Who acts on others there proves the mPIN anew. */
export async function signInAt(
  portal: RelyingParty,
  { device }: { device: Device },
): Promise<ExchangeAnswer> {
  const pending = await portal.beginSignIn(redirectUri);
  const computer = await Computer.visit(pending.uri);
  await computer.begin();
  const session = device.session ?? (await device.unlock(mpin));
  const opened = await session.claim({ qr: await computer.qrText() });
  const { digits } = await computer.state("claimed");
  const shown = digits === null ? {} : { digits };
  if (opened.envelope.fresh_factor === "none") await session.approve(opened, shown);
  else await session.sign(opened, mpin, shown);
  await computer.state("approved");
  const returned = await computer.redeem();
  computer.leave();
  const signedIn = await portal.completeSignIn(pending, returned);
  if (signedIn === undefined) throw new Error("Nobody has signed in");
  return signedIn;
}
