/**
 * The phone's side of the handshake (docs/protocol.md §5): it proves the mPIN, or its passkey, for one purpose. Its halves are
 * `open-handshake.ts` and `prove-handshake.ts`.
 */
import type { Bytes } from "@mtoken/protocol";
import { equalBytes } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { mpinExponent } from "./mpin-exponent.ts";
import { type Aim, type Opening, receiveMessage2, sendMessage1 } from "./open-handshake.ts";
import { type Proof, type ProvenHandshake, prove } from "./prove-handshake.ts";
import type { DeviceKeys, MpinKeys } from "./vault-record.ts";

/** What a handshake is run with. */
export interface HandshakeOptions extends Aim {
  mpin: string;
}

/**
 * Runs one handshake.
 *
 * @throws {DeviceError} `wrong_mpin` with `triesLeft`; `blocked` or `deactivated`, after the keys were erased;
 *   `untrusted_answer`, `wrong_clock`, `offline`, and what the server's problem documents say.
 */
export function shakeHands(context: DeviceContext, options: HandshakeOptions): Promise<ProvenHandshake> {
  context.hands.forget();
  return context.hands.duringProof(() => openAndProve(context, options));
}

async function openAndProve(context: DeviceContext, options: HandshakeOptions): Promise<ProvenHandshake> {
  const exponentOf = exponentsOf(context, options.mpin);
  // Argon2id works while message 1 is made and travels. Its result is used only once message 2 was verified.
  const stretching = stretchStored(context, exponentOf);
  stretching.catch(() => undefined);
  const sent = await sendMessage1(context, { ...options, factor: "mpin" });
  const opening = await receiveMessage2(context, sent);
  const proven = await prove(context, opening, async () => {
    const { keys, x } = await stretching;
    return { x: isSameMpin(keys, opening.keys) ? x : await exponentOf(opening.keys) };
  });
  if (sent.keys.next) await keepNamed(context, sent.keys, opening.keys);
  return proven;
}

/** By what is stored before message 1 is counted: another window may put something else there in between. */
async function stretchStored(
  context: DeviceContext,
  exponentOf: (keys: DeviceKeys) => Promise<bigint>,
): Promise<{ keys: DeviceKeys; x: bigint }> {
  const keys = await context.vault.keys();
  return { keys, x: await exponentOf(keys) };
}

function isSameMpin(one: DeviceKeys, other: DeviceKeys): boolean {
  return one.device === other.device && isSameSalt(one, other);
}

/**
 * The rest of a handshake whose first half {@link openHands} has run. An opening is good for one proof; `x` is what
 * {@link stretchForOpened} began.
 *
 * @throws {DeviceError} as {@link shakeHands}; `handshake_refused` when the server no longer has it, which costs nothing.
 */
export function shakeOpenedHands(
  context: DeviceContext,
  { opening, x }: { opening: Opening; x: Promise<bigint> },
): Promise<ProvenHandshake> {
  return prove(context, opening, async () => ({ x: await x }));
}

/** Begins with what takes longest; it proves nothing yet. What stands against it is told by {@link shakeOpenedHands}. */
export function stretchForOpened(context: DeviceContext, opening: Opening, mpin: string): Promise<bigint> {
  const x = exponentsOf(context, mpin)(opening.keys);
  x.catch(() => undefined);
  return x;
}

/**
 * Messages 1 and 2 of a handshake: all of it that needs no mPIN. It charges no try, and the server lets it go by itself.
 *
 * @throws {DeviceError} as {@link shakeHands}, but for `wrong_mpin`.
 */
export async function openHands(context: DeviceContext, aim: Aim): Promise<Opening> {
  return receiveMessage2(context, await sendMessage1(context, { ...aim, factor: "mpin" }));
}

function exponentsOf(context: DeviceContext, mpin: string): (keys: DeviceKeys) => Promise<bigint> {
  const { origin } = context.connection;
  return (keys) => mpinExponent({ keys, origin, mpin, stretch: context.stretch });
}

/**
 * Runs one handshake by the passkey: `proofOf` asks for it once message 2 was verified, and is given what that named.
 *
 * @throws {DeviceError} `wrong_biometrics`, `biometrics_removed`, with the phone's part forgotten, `biometrics_refused`; `blocked` or
 *   `deactivated`, after the keys were erased; what `proofOf` throws, which costs nothing; and as {@link shakeHands}.
 */
export function shakeHandsBy(
  context: DeviceContext,
  aim: Aim,
  proofOf: (opening: Opening) => Promise<Proof>,
): Promise<ProvenHandshake> {
  context.hands.forget();
  return context.hands.duringProof(async () => {
    const sent = await sendMessage1(context, { ...aim, factor: "biometric" });
    const opening = await receiveMessage2(context, sent);
    return prove(context, opening, () => proofOf(opening));
  });
}

/**
 * Which mPIN the server holds for the right one after a change whose answer was lost, as it signs it; nothing is proven, and
 * no try charged.
 *
 * @throws {DeviceError} as {@link shakeHands}, but for `wrong_mpin`.
 */
export async function askNamedSalt(context: DeviceContext): Promise<Bytes> {
  context.hands.forget();
  const { keys } = await openHands(context, { purpose: "session" });
  return keys.salt;
}

/**
 * Message 4 has come under the mPIN that message 2 named, and with it whatever change was under way has ended: the salt of the
 * other is of no more use. Another window may have settled it before, and have a change of its own under way.
 */
async function keepNamed(
  context: DeviceContext,
  sent: DeviceKeys,
  { salt, argon2 }: MpinKeys,
): Promise<void> {
  await context.vault.updateKeys((stored) => {
    const { next, ...keys } = stored;
    const isSameDoubt = isSameSalt(keys, sent) && isSameSalt(next, sent.next);
    return isSameDoubt ? { ...keys, salt, argon2 } : stored;
  });
}

function isSameSalt(one: MpinKeys | undefined, other: MpinKeys | undefined): boolean {
  return one !== undefined && other !== undefined && equalBytes(one.salt, other.salt);
}
