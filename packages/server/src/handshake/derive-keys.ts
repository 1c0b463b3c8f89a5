/**
 * The keys of a handshake at the server's side (docs/protocol.md §5): S from the pool, then the protocol's
 * derivation. Secrets that have served are wiped.
 */
import type { DeviceId, HandshakeKeys } from "@mtoken/protocol";
import {
  bigIntFromBytes,
  bigIntToBytes,
  deriveHandshakeKeys,
  handshakeTranscript,
  scramblerU,
  srpGroupOf,
} from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { HandshakeRow } from "./store.ts";

const hashLength = 64;

export interface ProvenBy {
  handshake: HandshakeRow;
  suite: "mtoken-1";
  device: DeviceId;
  verifier: Buffer;
  b: Buffer;
}

export interface Derived {
  transcript: Uint8Array;
  keys: HandshakeKeys;
}

/** Undefined where S would be no secret: then no proof can be right. Wipes verifier and b. */
export async function deriveKeys(
  { config, modexp }: Context,
  { handshake, suite, device, verifier, b }: ProvenBy,
): Promise<Derived | undefined> {
  const group = srpGroupOf(verifier);
  const u = await scramblerU(
    group,
    bigIntFromBytes(handshake.client_public),
    bigIntFromBytes(handshake.server_public),
  );
  const secret = await modexp.serverSecret({
    A: Uint8Array.from(handshake.client_public),
    u: bigIntToBytes(u, hashLength),
    verifier: Uint8Array.from(verifier),
    b: Uint8Array.from(b),
  });
  verifier.fill(0);
  b.fill(0);
  if (secret === undefined) return undefined;
  const transcript = await handshakeTranscript({
    suite,
    serverOrigin: config.serverOrigin,
    device,
    factor: handshake.factor,
    purpose: handshake.purpose,
    binding: handshake.binding ?? undefined,
    message1: handshake.message_1,
    message2: handshake.message_2,
  });
  const keys = await deriveHandshakeKeys({ secret, transcript });
  secret.fill(0);
  return { transcript, keys };
}
