/**
 * Messages 1 and 2 (docs/protocol.md §5): all of a handshake that needs no proof. Nothing that the server says is believed before message 2 was
 * verified against what the phone itself stores.
 */
import type { Bytes, Factor, Handshake2, Purpose } from "@mtoken/protocol";
import {
  b64,
  clientEphemeral,
  handshake2Schema,
  hashToken,
  padToGroup,
  signToken,
  srpGroup,
} from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import { namedMpin, namedPasskeySalt } from "./named-salt.ts";
import { refuseHandshake } from "./refusal.ts";
import type { ServerConnection } from "./server-connection.ts";
import type { DeviceKeys } from "./vault-record.ts";

/**
 * What a handshake is for. `binding` is the hash of the envelope with purpose `approve`, that of the new verifier with `change`, that of the
 * new passkey with `enrol`.
 */
export interface Aim {
  purpose: Purpose;
  binding?: string;
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

/** Message 1 on its way. */
export interface Sent extends Pick<Opening, "keys" | "options" | "ephemeral" | "message1"> {
  exchange: ReturnType<ServerConnection["post"]>;
}

export async function sendMessage1(context: DeviceContext, options: Opening["options"]): Promise<Sent> {
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
export async function receiveMessage2(context: DeviceContext, { exchange, ...sent }: Sent): Promise<Opening> {
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
