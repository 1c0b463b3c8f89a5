/**
 * The end of a device: its keys are erased, and what remains says why. It takes a refusal that the identity key
 * signed over this device's own message 1; nobody on the way can make a phone wipe itself.
 */
import type { Refusal } from "@mtoken/protocol";
import { hashToken, refusalSchema } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import type { EndReason } from "./vault-record.ts";

/** Replaces the record, keys and all, by the reason. */
export async function wipe(context: DeviceContext, reason: EndReason): Promise<void> {
  await context.vault.replace({ schema: 1, kind: "ended", reason, origin: context.connection.origin });
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
export async function obeyRefusal(context: DeviceContext, refusal: Refusal): Promise<never> {
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

/** The phone's part of what the server has no more, or shall have no more. */
export async function forgetPasskeys({ vault }: DeviceContext): Promise<void> {
  await vault.updateKeys(({ passkey: _passkey, nextPasskey: _next, ...keys }) => keys);
}
