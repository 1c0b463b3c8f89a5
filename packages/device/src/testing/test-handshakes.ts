/**
 * Handshakes at the test server (docs/protocol.md §5), by SRP's pure-BigInt server side. Of a passkey's assertion it looks at
 * what the browser says alone; the real server verifies all of it (tests/src/main-job.test.ts).
 */
import type { Handshake1, Handshake3, Handshake4, Refusal } from "@mtoken/protocol";
import {
  assertionChallenge,
  b64,
  bigIntFromBytes,
  deriveHandshakeKeys,
  equalBytes,
  fromB64,
  fromUtf8,
  handshake1Schema,
  handshake3Schema,
  handshakeTranscript,
  hashToken,
  importVerifyKey,
  newHandshakeId,
  ProtocolError,
  padToGroup,
  proofM1,
  proofM2,
  readGroupElement,
  readUnverified,
  sealDirect,
  serverEphemeral,
  serverSecret,
  srpGroup,
  verifyToken,
} from "@mtoken/protocol";
import type { TestDevice, TestSession } from "./test-records.ts";
import { summaries } from "./test-requests.ts";
import type { TestServer } from "./test-server.ts";

/** A handshake between messages 2 and 3. */
export interface TestHandshake {
  id: ReturnType<typeof newHandshakeId>;
  device: TestDevice;
  message1: string;
  message2: string;
  opening: Handshake1;
  b: bigint;
  B: bigint;
}

/** What a handshake message is answered with; a refusal goes out with status 403. */
export interface HandshakeAnswer {
  refusal: boolean;
  token: string;
}

const group = srpGroup(2048);

export async function answerMessage1(server: TestServer, token: string): Promise<HandshakeAnswer> {
  const typ = "mtoken-handshake-1+jws";
  const { device: id } = readUnverified({ token, typ, schema: handshake1Schema });
  const device = server.devices.get(id);
  if (device === undefined) throw new ProtocolError("handshake_refused");
  const key = await importVerifyKey(device.deviceKey);
  const opening = await verifyToken({ token, typ, schema: handshake1Schema, key, aud: server.origin });
  if (opening.counter <= device.counter) throw new ProtocolError("handshake_refused");
  device.counter = opening.counter;
  if (device.status === "blocked" || device.status === "deactivated") {
    return refuse(server, { device, message1: token, reason: device.status });
  }
  const isPasskey = opening.factor === "biometric";
  const { passkey } = device;
  if (isPasskey && !server.biometrics)
    return refuse(server, { device, message1: token, reason: "biometric-refused" });
  if (isPasskey && passkey === undefined)
    return refuse(server, { device, message1: token, reason: "biometric-removed" });
  const proven = isPasskey && passkey ? passkey : device;
  const { b, B } = await serverEphemeral({ group, verifier: bigIntFromBytes(proven.verifier) });
  for (const { id: session, purpose } of server.sessions.values())
    if (purpose === "change" || purpose === "enrol") server.sessions.delete(session);
  // It keeps one for each device.
  for (const live of server.handshakes.values())
    if (live.device === device) server.handshakes.delete(live.id);
  const handshake = newHandshakeId();
  const message2 = await server.sign("mtoken-handshake-2+jws", {
    iss: server.origin,
    suite: "mtoken-1",
    message_1: await hashToken(token),
    handshake,
    salt: proven.salt,
    ...(!isPasskey && { argon2: device.argon2 }),
    B: b64(padToGroup(group, B)),
    tries_left: (isPasskey ? 5 : device.triesAllowed) - proven.tries,
    wrong_tries: isPasskey ? proven.tries : device.tries - device.triesTold,
    exp: server.now + 60,
  });
  server.handshakes.set(handshake, { id: handshake, device, message1: token, message2, opening, b, B });
  return { refusal: false, token: message2 };
}

export async function answerMessage3(
  server: TestServer,
  id: string,
  token: string,
): Promise<HandshakeAnswer> {
  const handshake = server.handshakes.get(id);
  if (handshake === undefined) throw new ProtocolError("handshake_refused");
  const { device, message1, message2, opening } = handshake;
  const message3 = await verifyToken({
    token,
    typ: "mtoken-handshake-3+jws",
    schema: handshake3Schema,
    key: await importVerifyKey(device.deviceKey),
    aud: server.origin,
  });
  const bound =
    message3.message_1 === (await hashToken(message1)) && message3.message_2 === (await hashToken(message2));
  if (!bound) throw new ProtocolError("handshake_refused");
  server.handshakes.delete(id);
  const proven = opening.factor === "mpin" ? device : device.passkey;
  if (proven === undefined) throw new ProtocolError("handshake_refused");
  proven.tries += 1;
  const session = await agree(server, handshake, proven.verifier);
  const M1 = await proofM1({ key: session.keys.confirmDevice, transcript: session.transcript });
  const isAsserted = await isRightAssertion(server, message3);
  if (opening.factor === "biometric" && !isAsserted) return wrongPasskey(server, device, message1);
  if (!equalBytes(M1, fromB64(message3.M1))) {
    return opening.factor === "mpin"
      ? wrongMpin(server, device, message1)
      : wrongPasskey(server, device, message1);
  }
  proven.tries = 0;
  if (opening.factor === "mpin") device.triesTold = 0;
  const { transcript, ...opened } = session;
  const M2 = b64(await proofM2({ key: session.keys.confirmServer, transcript, M1 }));
  server.sessions.set(id, { ...opened, M2 });
  const isSession = opening.purpose === "session";
  const news = isSession ? welcome(server, device) : { status: "active" as const };
  const mpin = isSession && opening.factor === "biometric" && tellOfMpin(device);
  const tries_left = opening.factor === "mpin" ? device.triesAllowed : 5;
  const answer = { M2, tries_left, ...news, ...(mpin && { mpin }) };
  return { refusal: false, token: await sealMessage4(opened, answer) };
}

async function isRightAssertion(
  server: TestServer,
  { assertion, ...message3 }: Handshake3,
): Promise<boolean> {
  if (assertion === undefined) return false;
  const hashes = { message1: message3.message_1, message2: message3.message_2 };
  const said = JSON.parse(fromUtf8(fromB64(assertion.client_data)));
  return said.challenge === b64(await assertionChallenge(hashes)) && said.origin === server.origin;
}

/** Seals a message 4; tests also seal false ones. */
export function sealMessage4(
  session: Pick<TestSession, "id" | "keys">,
  answer: Handshake4,
  seq = 0,
): Promise<string> {
  return sealDirect({
    plaintext: JSON.stringify(answer),
    key: session.keys.serverToDevice,
    typ: "mtoken-handshake-4+jwe",
    kid: session.id,
    seq,
  });
}

async function agree(
  server: TestServer,
  { id, device, message1, message2, opening, b, B }: TestHandshake,
  proven: Uint8Array,
): Promise<Omit<TestSession, "M2"> & { transcript: Uint8Array }> {
  const verifier = bigIntFromBytes(proven);
  const A = readGroupElement(group, fromB64(opening.A));
  const secret = await serverSecret({ group, verifier, A, b, B });
  const binding = opening.purpose === "session" ? undefined : opening.binding;
  const { purpose } = opening;
  const transcript = await handshakeTranscript({
    suite: "mtoken-1",
    serverOrigin: server.origin,
    device: device.id,
    factor: opening.factor,
    purpose,
    binding,
    message1: await hashToken(message1),
    message2: await hashToken(message2),
  });
  const keys = await deriveHandshakeKeys({ secret, transcript });
  const { factor } = opening;
  return { id, device, factor, purpose, binding, message1, keys, seq: 0, transcript };
}

function welcome(server: TestServer, device: TestDevice): Omit<Handshake4, "M2" | "tries_left"> {
  if (device.status === "blocked" || device.status === "deactivated") throw new TypeError("it ended");
  const share = b64(device.share);
  if (device.status !== "active") return { status: device.status, share };
  const { user, company, frozen } = server;
  return {
    ...(frozen && { frozen }),
    status: "active",
    share,
    profile: { user, company },
    features: server.features,
    requests: summaries(server),
    unread: server.unreadNotices.length,
    biometrics: { allowed: server.biometrics, salt: device.passkey?.salt ?? null },
    policy: server.policy,
  };
}

/** Each wrong one once. */
function tellOfMpin(device: TestDevice): Required<Handshake4>["mpin"] {
  const { tries, triesTold, triesAllowed } = device;
  device.triesTold = tries;
  return { tries_left: triesAllowed - tries, wrong_tries: tries - triesTold };
}

async function wrongMpin(server: TestServer, device: TestDevice, message1: string): Promise<HandshakeAnswer> {
  if (device.tries >= device.triesAllowed) device.status = "blocked";
  const reason = device.status === "blocked" ? "blocked" : "wrong-mpin";
  return refuse(server, { device, message1, reason });
}

async function wrongPasskey(
  server: TestServer,
  device: TestDevice,
  message1: string,
): Promise<HandshakeAnswer> {
  const left = 5 - (device.passkey?.tries ?? 5);
  if (left <= 0) delete device.passkey;
  const reason = left <= 0 ? "biometric-removed" : "wrong-biometric";
  return refuse(server, { device, message1, reason, left });
}

interface Refused {
  device: TestDevice;
  message1: string;
  reason: Refusal["reason"];
  /** By default the mPIN's. */
  left?: number;
}

async function refuse(server: TestServer, refused: Refused): Promise<HandshakeAnswer> {
  return { refusal: true, token: await signRefusal(server, refused) };
}

/** A refusal, as the identity key signs it. */
export async function signRefusal(server: TestServer, refused: Refused): Promise<string> {
  return server.sign("mtoken-refusal+jws", {
    iss: server.origin,
    message_1: await hashToken(refused.message1),
    reason: refused.reason,
    tries_left: refused.left ?? refused.device.triesAllowed - refused.device.tries,
    iat: server.now,
  });
}
