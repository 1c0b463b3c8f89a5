/**
 * What the server refuses (docs/protocol.md §5). Only what the identity key signed over this device's own message 1 counts: nobody
 * on the way can make a phone wipe itself, or count on anything.
 */
import type { Factor, Refusal } from "@mtoken/protocol";
import { hashToken, refusalSchema } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import { forgetPasskeys, wipe } from "./wipe.ts";

/** A refusal in the place of the handshake's next message. */
export interface RefusedHandshake {
  token: string;
  message1: string;
  factor: Factor;
  before: "message-3" | "message-4";
}

/**
 * What a handshake ends with that was refused: verified, obeyed, and thrown.
 *
 * @throws {DeviceError} `wrong_mpin` or `wrong_biometrics` with `triesLeft`; `biometrics_removed`, with the phone's part forgotten;
 *   `biometrics_refused`; `blocked` or `deactivated`, after the keys were erased; `untrusted_answer` for any other.
 */
export async function refuseHandshake(context: DeviceContext, refused: RefusedHandshake): Promise<never> {
  const refusal = await readRefusal(context, refused);
  if (!isAnswerTo(refusal.reason, refused)) throw new DeviceError("untrusted_answer");
  return obeyRefusal(context, refusal);
}

/** Nothing was proven before message 3, so nothing can have been wrong; and neither factor's refusal is the other's. */
function isAnswerTo(reason: Refusal["reason"], { factor, before }: RefusedHandshake): boolean {
  switch (reason) {
    case "wrong-mpin":
      return factor === "mpin" && before === "message-4";
    case "wrong-biometric":
      return factor === "biometric" && before === "message-4";
    case "biometric-removed":
    case "biometric-refused":
      return factor === "biometric";
    case "blocked":
    case "deactivated":
      return true;
  }
}

/**
 * A refusal, verified.
 *
 * @param options.message1 the message 1 that it has to be about, as it was sent.
 * @throws {DeviceError} `untrusted_answer` when it is unsigned, or about anything else.
 */
export async function readRefusal(
  context: DeviceContext,
  options: { token: string; message1: string },
): Promise<Refusal> {
  const refusal = await context.identity.verify({
    token: options.token,
    typ: "mtoken-refusal+jws",
    schema: refusalSchema,
  });
  if (refusal.message_1 !== (await hashToken(options.message1))) throw new DeviceError("untrusted_answer");
  return refusal;
}

/** Does what a verified refusal demands, and throws what the user is told. */
async function obeyRefusal(context: DeviceContext, refusal: Refusal): Promise<never> {
  const { reason, tries_left: triesLeft } = refusal;
  switch (reason) {
    case "wrong-mpin":
      await context.vault.updateKeys((keys) => ({ ...keys, triesLeft }));
      throw new DeviceError("wrong_mpin", { triesLeft });
    case "wrong-biometric":
      throw new DeviceError("wrong_biometrics", { triesLeft });
    case "biometric-removed":
      await forgetPasskeys(context);
      throw new DeviceError("biometrics_removed");
    case "biometric-refused":
      throw new DeviceError("biometrics_refused");
    case "blocked":
    case "deactivated":
      await wipe(context, reason);
      throw new DeviceError(reason);
  }
}
