/**
 * The phone's side of the handshake (docs/protocol.md §5): it proves the mPIN, or its passkey, for one purpose, and believes nothing
 * that the server says before message 2 was verified against what the phone itself stores, and M2 after it.
 */
import type {
  Bytes,
  Factor,
  Handshake2,
  Handshake4,
  HandshakeId,
  HandshakeKeys,
  PasskeyAssertion,
  Purpose,
} from "@mtoken/protocol";
import {
  b64,
  clientEphemeral,
  deriveHandshakeKeys,
  equalBytes,
  fromB64,
  handshake2Schema,
  handshake4Schema,
  handshakeTranscript,
  hashToken,
  openDirect,
  padToGroup,
  parseJson,
  parseWith,
  prepareClientSecret,
  proofM1,
  proofM2,
  readGroupElement,
  signToken,
  srpGroup,
  utf8,
} from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError, trusting } from "./errors.ts";
import { mpinExponent } from "./mpin-exponent.ts";
import { namedMpin, namedPasskeySalt } from "./named-salt.ts";
import { refuseHandshake } from "./refusal.ts";
import type { ServerConnection } from "./server-connection.ts";
import type { DeviceKeys, MpinKeys } from "./vault-record.ts";

/**
 * What a handshake is for. `binding` is the hash of the envelope with purpose `approve`, that of the new verifier with `change`, that of the
 * new passkey with `enrol`.
 */
export interface Aim {
  purpose: Purpose;
  binding?: string;
}

/** What a handshake is run with. */
export interface HandshakeOptions extends Aim {
  mpin: string;
}

/** A handshake that both sides have proven. */
export interface ProvenHandshake {
  handshake: HandshakeId;
  factor: Factor;
  /** Message 1 as it was sent: what a refusal in this session has to be about. */
  message1: string;
  /** Wrong mPINs since the last unlocking before this, as message 2 said, or message 4 to a passkey. */
  wrongTriesBefore: number;
  /** Of the mPIN or passkey that was proven. */
  salt: Bytes;
  keys: Pick<HandshakeKeys, "deviceToServer" | "serverToDevice">;
  answer: Handshake4;
}

/** Messages 1 and 2 as they travelled, and what the phone keeps of them. */
export interface Opening {
  keys: DeviceKeys;
  /** That message 2 names, of the mPIN or the passkey. */
  salt: Bytes;
  options: Aim & { factor: Factor };
  ephemeral: { a: bigint; A: bigint };
  message1: string;
  message2: string;
  server: Handshake2;
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

/** What the phone proves with. */
interface Proof {
  x: bigint;
  /** The passkey's own. */
  assertion?: PasskeyAssertion;
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

/** Message 1 on its way. */
interface Sent extends Pick<Opening, "keys" | "options" | "ephemeral" | "message1"> {
  exchange: ReturnType<ServerConnection["post"]>;
}

async function sendMessage1(context: DeviceContext, options: Opening["options"]): Promise<Sent> {
  const keys = await nextCounter(context);
  const { origin } = context.connection;
  const ephemeral = clientEphemeral({ group: srpGroup(keys.group) });
  const message1 = await signMessage1({ keys, options, origin, app: context.ports.app, A: ephemeral.A });
  return {
    keys,
    options,
    ephemeral,
    message1,
    exchange: context.connection.post("/v1/handshakes", message1),
  };
}

/** The keys that it gives back have the salt that message 2 names. */
async function receiveMessage2(context: DeviceContext, { exchange, ...sent }: Sent): Promise<Opening> {
  const { message1 } = sent;
  const { factor } = sent.options;
  const { refused, token } = await exchange;
  if (refused) return refuseHandshake(context, { token, message1, factor, before: "message-3" });
  const server = await verifyMessage2(context, { token, message1 });
  if (factor === "biometric") {
    return { ...sent, salt: namedPasskeySalt(server, sent.keys), message2: token, server };
  }
  const named = namedMpin(server, sent.keys);
  await keepTries(context, server);
  return { ...sent, salt: named.salt, keys: { ...sent.keys, ...named }, message2: token, server };
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

/** The counter is stored before it is sent, so that no crash makes the phone send it twice [F]. */
function nextCounter({ vault }: DeviceContext): Promise<DeviceKeys> {
  return vault.updateKeys((keys) => ({ ...keys, counter: keys.counter + 1 }));
}

function signMessage1(message: {
  keys: DeviceKeys;
  options: Opening["options"];
  origin: string;
  app: string;
  A: bigint;
}): Promise<string> {
  const { keys, options, origin, app, A } = message;
  return signToken({
    typ: "mtoken-handshake-1+jws",
    key: keys.deviceKey.privateKey,
    payload: {
      aud: origin,
      suite: "mtoken-1",
      device: keys.device,
      factor: options.factor,
      purpose: options.purpose,
      binding: options.binding,
      A: b64(padToGroup(srpGroup(keys.group), A)),
      counter: keys.counter,
      app,
    },
  });
}

/** Message 2 has to be the identity key's answer to this message 1. */
async function verifyMessage2(
  context: DeviceContext,
  { token, message1 }: { token: string; message1: string },
): Promise<Handshake2> {
  const message = await context.identity.verify({
    token,
    typ: "mtoken-handshake-2+jws",
    schema: handshake2Schema,
  });
  if (message.message_1 !== (await hashToken(message1))) throw new DeviceError("untrusted_answer");
  context.time.learn(message.exp);
  return message;
}

/** What is signed about the tries is kept before the proof is sent: whatever comes of it, the next screen knows. */
async function keepTries(context: DeviceContext, { tries_left: triesLeft }: Handshake2): Promise<void> {
  await context.vault.updateKeys((keys) => (keys.triesLeft === triesLeft ? keys : { ...keys, triesLeft }));
}

/** What needs no proof is done while it is made: Argon2id, or a user who looks for a finger, takes longer. */
async function prove(
  context: DeviceContext,
  opening: Opening,
  proofOf: () => Promise<Proof>,
): Promise<ProvenHandshake> {
  const { keys, salt, options, message1, server } = opening;
  const { factor } = options;
  const { origin } = context.connection;
  const agreeing = prepareAgreement(opening, origin);
  // Told once the proof is there: what fails first says what the user hears.
  agreeing.catch(() => undefined);
  const { x, assertion } = await proofOf();
  const { transcript, hashes, keysOf } = await agreeing;
  const derived = await keysOf(x);
  const M1 = await proofM1({ key: derived.confirmDevice, transcript });
  const message3 = await signToken({
    typ: "mtoken-handshake-3+jws",
    key: keys.deviceKey.privateKey,
    payload: { aud: origin, handshake: server.handshake, ...hashes, M1: b64(M1), assertion },
  });
  const { refused, token } = await context.connection.post(`/v1/handshakes/${server.handshake}`, message3);
  if (refused) return refuseHandshake(context, { token, message1, factor, before: "message-4" });
  const answer = await openMessage4({ token, handshake: server.handshake, key: derived.serverToDevice });
  const M2 = await proofM2({ key: derived.confirmServer, transcript, M1 });
  if (!equalBytes(fromB64(answer.M2), M2)) throw new DeviceError("untrusted_answer");
  // Wrong proofs of a passkey are nobody's guesses: what counts is told of the mPIN either way.
  const wrongTriesBefore = factor === "mpin" ? server.wrong_tries : (answer.mpin?.wrong_tries ?? 0);
  const { handshake } = server;
  return { handshake, factor, message1, wrongTriesBefore, salt, keys: derived, answer };
}

/** What of the agreement needs no x. */
interface Agreement {
  transcript: Bytes;
  /** As message 3 has them. */
  hashes: { message_1: string; message_2: string };
  /** What is derived from S. */
  keysOf(x: bigint): Promise<HandshakeKeys>;
}

/** B out of range, and u = 0, are refused on the way (RFC 5054 §2.6). */
function prepareAgreement(opening: Opening, serverOrigin: string): Promise<Agreement> {
  const { keys, options, ephemeral, message1, message2, server } = opening;
  const group = srpGroup(keys.group);
  return trusting(async () => {
    const B = readGroupElement(group, fromB64(server.B));
    const secretOf = await prepareClientSecret({ group, ...ephemeral, B });
    const hashes = { message_1: await hashToken(message1), message_2: await hashToken(message2) };
    const transcript = await handshakeTranscript({
      suite: "mtoken-1",
      serverOrigin,
      device: keys.device,
      factor: options.factor,
      purpose: options.purpose,
      binding: options.binding,
      message1: hashes.message_1,
      message2: hashes.message_2,
    });
    const keysOf = (x: bigint) => deriveHandshakeKeys({ secret: secretOf(x), transcript });
    return { transcript, hashes, keysOf };
  });
}

function openMessage4(sealed: { token: string; handshake: HandshakeId; key: Bytes }): Promise<Handshake4> {
  const { token, handshake, key } = sealed;
  return trusting(async () => {
    const { plaintext, seq } = await openDirect({
      token,
      key,
      typ: "mtoken-handshake-4+jwe",
      kid: handshake,
    });
    if (seq !== 0) throw new DeviceError("untrusted_answer");
    return parseWith(handshake4Schema, parseJson(utf8(plaintext)));
  });
}
