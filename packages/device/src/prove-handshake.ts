/** Messages 3 and 4 (docs/protocol.md §5): the proof, and what the server says to it, believed once M2 was verified. */
import type {
  Bytes,
  Factor,
  Handshake4,
  HandshakeId,
  HandshakeKeys,
  PasskeyAssertion,
} from "@mtoken/protocol";
import {
  b64,
  deriveHandshakeKeys,
  equalBytes,
  fromB64,
  handshake4Schema,
  handshakeTranscript,
  hashToken,
  openDirect,
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
import type { Opening } from "./open-handshake.ts";
import { refuseHandshake } from "./refusal.ts";

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

/** What the phone proves with. */
export interface Proof {
  x: bigint;
  /** The passkey's own. */
  assertion?: PasskeyAssertion;
}

/** What needs no proof is done while it is made: Argon2id, or a user who looks for a finger, takes longer. */
export async function prove(
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
