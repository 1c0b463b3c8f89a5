/**
 * Changing the mPIN (docs/protocol.md §5), so that no crash and no lost answer at any point locks the user out: the salt of the
 * new one is stored beside the old before the server is asked to change to it, and neither is forgotten before the
 * server has signed which one counts.
 *
 * It is stored only once the old mPIN is proven, and not before: an earlier change whose answer was lost may be in force or
 * still under way, and its salt must not be lost for this one's. The handshake says which one counts, and ends the other.
 */
import { b64, computeVerifier, equalBytes, mpinChangeBinding, padToGroup, srpGroup } from "@mtoken/protocol";
import { Channel } from "./channel.ts";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import { freshMpinKeys } from "./fresh-mpin-keys.ts";
import { askNamedSalt, shakeHands } from "./handshake.ts";
import { mpinExponent } from "./mpin-exponent.ts";
import { checkMpin, type MpinPolicy } from "./mpin-rules.ts";
import { activated } from "./vault.ts";
import type { ActivatedRecord, DeviceKeys, MpinKeys } from "./vault-record.ts";

/** What the user typed. */
export interface ChangeMpinOptions {
  /** The mPIN of before. */
  mpin: string;
  /** The one that was chosen. */
  chosen: string;
  /** What the company asks of a new one by now; left out, what it asked of the one of before. */
  policy?: MpinPolicy | undefined;
}

/**
 * Proves the mPIN of before and puts the chosen one in its place. All sessions end.
 *
 * @throws {DeviceError} `weak_mpin` with `problem`; `wrong_mpin` with `triesLeft`; `blocked`, `deactivated`;
 *   `session_ended` when another window changes it at the same time; `offline` and `untrusted_answer`, after which
 *   {@link mpinInForce} tells whether it was changed.
 */
export async function changeMpin(
  context: DeviceContext,
  { mpin, chosen, policy: asked }: ChangeMpinOptions,
): Promise<void> {
  const { keys, mpin: before } = activated(await context.vault.read());
  const policy = asked ?? before;
  const problem = chosen === mpin ? "same" : checkMpin(chosen, policy);
  if (problem) throw new DeviceError("weak_mpin", { problem });
  const next = await freshMpinKeys(context);
  const change = {
    salt: b64(next.salt),
    argon2: next.argon2,
    verifier: await verifierOf(context, { ...keys, ...next }, chosen),
  };
  const binding = await mpinChangeBinding(change);
  const proven = await shakeHands(context, { mpin, purpose: "change", binding });
  await context.vault.update((stored) => {
    const record = activated(stored);
    // Another window has changed it meanwhile, or is about to: its salts are the ones that may count.
    if (record.keys.next || !equalBytes(record.keys.salt, proven.salt))
      throw new DeviceError("session_ended");
    // Until it is known which one counts, either can be typed.
    const mpin = { min: Math.min(before.min, policy.min), max: Math.max(before.max, policy.max) };
    return { ...record, mpin, keys: { ...record.keys, next, triesLeft: proven.answer.tries_left } };
  });
  await new Channel(context.connection, proven).call("mpin.change", change);
  await context.vault.update((stored) => settle(activated(stored), next, policy));
}

/** Another window may have found out before that it counts, and have gone on from there. */
function settle(record: ActivatedRecord, counts: MpinKeys, mpin: MpinPolicy): ActivatedRecord {
  const { next, ...keys } = record.keys;
  if (next === undefined || !equalBytes(next.salt, counts.salt)) return record;
  return { ...record, mpin, keys: { ...keys, ...counts } };
}

/**
 * Which mPIN is right after a change whose answer was lost, as the server signs it: the one of before, or the one that was
 * chosen. Undefined when there is no doubt. Charges no try, and stands: the server ends a change that is still under way with it.
 */
export async function mpinInForce(context: DeviceContext): Promise<"before" | "chosen" | undefined> {
  const { next } = activated(await context.vault.read()).keys;
  if (next === undefined) return undefined;
  return equalBytes(await askNamedSalt(context), next.salt) ? "chosen" : "before";
}

async function verifierOf(
  { connection: { origin }, stretch }: DeviceContext,
  keys: DeviceKeys,
  mpin: string,
): Promise<string> {
  const group = srpGroup(keys.group);
  const x = await mpinExponent({ keys, origin, mpin, stretch });
  return b64(padToGroup(group, computeVerifier({ group, x })));
}
