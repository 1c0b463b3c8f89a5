/** Activation at the test server (docs/protocol.md §4). */
import type { ActivationLink, Bytes, CryptoKey } from "@mtoken/protocol";
import {
  activationSchema,
  activationTranscript,
  b64,
  codeProof,
  deviceIdOf,
  equalBytes,
  exportPublicJwk,
  formatActivationLink,
  fromB64,
  generateSealingKeyPair,
  hashToken,
  importVerifyKey,
  linkProof,
  newActivationId,
  newRegistrationCode,
  openWithKey,
  ProtocolError,
  randomBytes,
  readUnverified,
  sealDirect,
  thumbprint,
  verifyToken,
} from "@mtoken/protocol";
import type { TestServer } from "./test-server.ts";

/** An invitation. */
export interface TestActivation {
  offer: string;
  secret: Bytes;
  code: string;
  privateKey: CryptoKey;
  kid: string;
  wrongCodes: number;
  device?: string;
  complete: boolean;
}

/** One for all invitations of a test: RSA keys are slow to make. */
const activationKeys = generateSealingKeyPair({ bits: 2048, extractable: false });

/** Invites the user. */
export async function invite(
  server: TestServer,
  members: object = {},
): Promise<{ link: ActivationLink; text: string; code: string }> {
  const id = newActivationId();
  const pair = await activationKeys;
  const activationKey = await exportPublicJwk(pair.publicKey);
  const offer = {
    iss: server.origin,
    activation: id,
    activation_key: activationKey,
    suite: "mtoken-1",
    group: 2048,
    rsa_bits: 2048,
    mpin: { min: 6, max: 8 },
    iat: server.now,
    exp: server.now + 24 * 3600,
    ...members,
  };
  const secret = randomBytes(16);
  const code = newRegistrationCode();
  server.activations.set(id, {
    offer: await server.sign("mtoken-offer+jws", offer),
    secret,
    code,
    privateKey: pair.privateKey,
    kid: await thumbprint(activationKey),
    wrongCodes: 0,
    complete: false,
  });
  const link = { origin: server.origin, activation: id, secret };
  return { link, text: formatActivationLink(link), code };
}

export async function answerOffer(server: TestServer, id: string): Promise<string> {
  return find(server, id).offer;
}

/** Takes a registration. */
export async function answerActivation(server: TestServer, id: string, sealed: string): Promise<string> {
  const activation = find(server, id);
  const { privateKey, kid } = activation;
  const token = await openWithKey({ token: sealed, privateKey, kid, typ: "mtoken-activation+jwe" });
  const typ = "mtoken-activation+jws";
  const { device_key } = readUnverified({ token, typ, schema: activationSchema });
  const key = await importVerifyKey(device_key);
  const message = await verifyToken({ token, typ, schema: activationSchema, key, aud: server.origin });
  const device = await deviceIdOf(message.device_key);
  const transcript = await activationTranscript({ ...message, device });
  const proven = fromB64(message.link_proof);
  if (!equalBytes(await linkProof(activation.secret, transcript), proven)) {
    throw new ProtocolError("activation_refused");
  }
  if (activation.complete || (activation.device ?? device) !== device) {
    throw new ProtocolError("activation_closed");
  }
  if (!equalBytes(await codeProof(activation.code, transcript), fromB64(message.code_proof))) {
    activation.wrongCodes += 1;
    throw new ProtocolError("wrong_registration_code", {
      details: { attempts_left: 5 - activation.wrongCodes },
    });
  }
  activation.device = device;
  server.devices.set(device, {
    id: device,
    activation: id,
    status: "pending",
    deviceKey: message.device_key,
    salt: message.salt,
    argon2: message.argon2,
    verifier: fromB64(message.verifier),
    share: server.devices.get(device)?.share ?? randomBytes(32),
    tries: 0,
    triesTold: 0,
    triesAllowed: 5,
    counter: server.devices.get(device)?.counter ?? 0,
  });
  const answer = {
    iss: server.origin,
    activation: id,
    device,
    activation_message: await hashToken(token),
    status: "pending",
  };
  return sealDirect({
    plaintext: await server.sign("mtoken-activation-answer+jws", answer),
    key: fromB64(message.answer_key),
    typ: "mtoken-activation-answer+jwe",
  });
}

function find(server: TestServer, id: string): TestActivation {
  const activation = server.activations.get(id);
  if (activation === undefined) throw new ProtocolError("not_found");
  return activation;
}

/** The verifier that the device registered, as it travelled: what must not lie on the phone. */
export function registeredVerifier(server: TestServer): string {
  return b64(server.device.verifier);
}
