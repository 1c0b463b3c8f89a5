/** Handshakes at the test server (docs/protocol.md §5), by SRP's pure-BigInt server side. */
import type { Handshake1, Handshake4 } from "@mtoken/protocol";
import {
  b64,
  bigIntFromBytes,
  deriveHandshakeKeys,
  equalBytes,
  fromB64,
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
  const { b, B } = await serverEphemeral({ group, verifier: bigIntFromBytes(device.verifier) });
  for (const { id: session, purpose } of server.sessions.values())
    if (purpose === "change") server.sessions.delete(session);
  const handshake = newHandshakeId();
  const message2 = await server.sign("mtoken-handshake-2+jws", {
    iss: server.origin,
    suite: "mtoken-1",
    message_1: await hashToken(token),
    handshake,
    salt: device.salt,
    argon2: device.argon2,
    B: b64(padToGroup(group, B)),
    tries_left: device.triesAllowed - device.tries,
    wrong_tries: device.tries,
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
  device.tries += 1;
  const session = await agree(server, handshake);
  const M1 = await proofM1({ key: session.keys.confirmDevice, transcript: session.transcript });
  if (!equalBytes(M1, fromB64(message3.M1))) return wrongMpin(server, device, message1);
  device.tries = 0;
  const { transcript, ...opened } = session;
  const M2 = b64(await proofM2({ key: session.keys.confirmServer, transcript, M1 }));
  server.sessions.set(id, { ...opened, M2 });
  const news = opening.purpose === "session" ? welcome(server, device) : { status: "active" as const };
  const answer = { M2, tries_left: device.triesAllowed, ...news };
  return { refusal: false, token: await sealMessage4(opened, answer) };
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
): Promise<Omit<TestSession, "M2"> & { transcript: Uint8Array }> {
  const verifier = bigIntFromBytes(device.verifier);
  const A = readGroupElement(group, fromB64(opening.A));
  const secret = await serverSecret({ group, verifier, A, b, B });
  const binding = opening.purpose === "session" ? undefined : opening.binding;
  const { purpose } = opening;
  const transcript = await handshakeTranscript({
    suite: "mtoken-1",
    serverOrigin: server.origin,
    device: device.id,
    factor: "mpin",
    purpose,
    binding,
    message1: await hashToken(message1),
    message2: await hashToken(message2),
  });
  const keys = await deriveHandshakeKeys({ secret, transcript });
  return { id, device, purpose, binding, message1, keys, seq: 0, transcript };
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
    features: [],
    requests: summaries(server),
    unread: server.unreadNotices.length,
  };
}

async function wrongMpin(server: TestServer, device: TestDevice, message1: string): Promise<HandshakeAnswer> {
  if (device.tries >= device.triesAllowed) device.status = "blocked";
  const reason = device.status === "blocked" ? "blocked" : "wrong-mpin";
  return refuse(server, { device, message1, reason });
}

async function refuse(
  server: TestServer,
  refused: { device: TestDevice; message1: string; reason: "wrong-mpin" | "blocked" | "deactivated" },
): Promise<HandshakeAnswer> {
  return { refusal: true, token: await signRefusal(server, refused) };
}

/** A refusal, as the identity key signs it. */
export async function signRefusal(
  server: TestServer,
  refused: { device: TestDevice; message1: string; reason: "wrong-mpin" | "blocked" | "deactivated" },
): Promise<string> {
  return server.sign("mtoken-refusal+jws", {
    iss: server.origin,
    message_1: await hashToken(refused.message1),
    reason: refused.reason,
    tries_left: refused.device.triesAllowed - refused.device.tries,
    iat: server.now,
  });
}
