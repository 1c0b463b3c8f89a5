/** Sealed calls at the test server (docs/protocol.md §6). */
import type { Answer, Approval, Call, Frozen, MethodName, Params, RequestId, Result } from "@mtoken/protocol";
import {
  answerOf,
  approvalSchema,
  b64,
  enrolmentApprovalSchema,
  factorEnrolmentBinding,
  formatReturnAddress,
  frameIsFresh,
  fromB64,
  fromUtf8,
  hashToken,
  importVerifyKey,
  isHandshakeId,
  mpinChangeBinding,
  openCall,
  ProtocolError,
  qrMac,
  randomBytes,
  readSealedHeader,
  requestLinkMac,
  sealAnswer,
  signingKeyProofSchema,
  verifyToken,
} from "@mtoken/protocol";
import { signRefusal } from "./test-handshakes.ts";
import type { TestRequest, TestSession } from "./test-records.ts";
import { envelopeMembers, freshFactorOf, summaries } from "./test-requests.ts";
import type { TestServer } from "./test-server.ts";

/** Opens a call, does it, and seals what came of it. */
export async function answerCall(server: TestServer, token: string): Promise<string> {
  const { kid, seq } = readSealedHeader(token, "mtoken-call+jwe");
  const session = server.sessions.get(kid);
  if (!isHandshakeId(kid) || session === undefined) throw new ProtocolError("session_ended");
  if (seq <= session.seq) throw new ProtocolError("call_refused");
  const { call } = await openCall({ token, key: session.keys.deviceToServer, session: kid });
  session.seq = seq;
  if (session.purpose !== "session") server.sessions.delete(kid);
  const answer = await perform(server, session, call).catch(answerOf);
  return sealAnswer({
    method: call.method,
    answer: answer as Answer<MethodName>,
    seq,
    session: kid,
    key: session.keys.serverToDevice,
  });
}

async function perform(
  server: TestServer,
  session: TestSession,
  call: Call,
): Promise<{ result: Result<MethodName> }> {
  const { frozen } = server;
  if (frozen && stopped.includes(call.method)) throw new ProtocolError("user_frozen");
  switch (call.method) {
    case "activation.complete":
      return { result: await complete(server, session, call.params) };
    case "status":
      return {
        result: {
          ...{ status: liveStatus(session), certificate: session.device.certificate ?? null },
          ...(frozen && { frozen }),
        },
      };
    case "requests.list":
      return {
        result: {
          ...{ requests: summaries(server), unread: server.unreadNotices.length },
          features: server.features,
          ...(server.enrolment !== undefined && { enrolment: server.enrolment }),
        },
      };
    case "request.claim":
      return { result: { envelope: await claim(server, session, call.params) } };
    case "request.decide":
      return { result: await decide(server, session, call.params) };
    case "user.freeze":
      return { result: { frozen: freeze(server) } };
    case "mpin.change":
      return { result: await changeMpin(server, session, call.params) };
    case "computers.list":
      return { result: { computers: server.computers } };
    case "computer.enrol":
      return { result: await enrolComputer(server, session, call.params) };
    case "computer.revoke":
      server.computers = server.computers.filter(({ id }) => id !== call.params.computer);
      return { result: {} };
    case "notices.list":
      return { result: { notices: server.notices, more: false } };
    case "notices.read":
      server.notices = server.notices.map((notice) => ({ ...notice, read: true }));
      return { result: { unread: 0 } };
    case "push.status":
      return { result: { key: server.pushKey, endpoint: await subscribedEndpoint(server) } };
    case "push.subscribe":
      if (call.params.key !== server.pushKey) throw new ProtocolError("push_refused");
      server.pushSubscription = call.params;
      return { result: {} };
    case "push.unsubscribe":
      server.pushSubscription = undefined;
      return { result: {} };
    case "factor.begin":
      if (!server.biometrics) throw new ProtocolError("biometrics_refused");
      session.challenge = b64(randomBytes(32));
      return { result: { challenge: session.challenge } };
    case "factor.enrol":
      return { result: await enrol(server, session, call.params) };
    case "factor.remove":
      delete session.device.passkey;
      return { result: {} };
    case "device.deactivate":
      return { result: await deactivate(server, session) };
    case "session.end":
      server.sessions.delete(session.id);
      return { result: {} };
  }
}

/** What a user who is frozen is not answered. */
const stopped: readonly MethodName[] = ["requests.list", "request.claim", "request.decide"];

function freeze(server: TestServer): Frozen {
  if (server.frozen) return server.frozen;
  const open = [...server.requests.values()].filter(
    ({ status }) => status === "waiting" || status === "claimed",
  );
  for (const request of open) request.status = "refused";
  server.frozen = { at: server.now, stopped: open.length };
  return server.frozen;
}

function liveStatus({ device }: TestSession) {
  if (device.status === "blocked" || device.status === "deactivated")
    throw new ProtocolError("session_ended");
  return device.status;
}

async function complete(
  server: TestServer,
  { id, device }: TestSession,
  { signing_key, proof }: Params<"activation.complete">,
): Promise<Result<"activation.complete">> {
  const key = await importVerifyKey(signing_key);
  const schema = signingKeyProofSchema;
  const claims = await verifyToken({
    token: proof,
    typ: "mtoken-signing-key+jws",
    schema,
    key,
    aud: server.origin,
  });
  const right =
    claims.handshake === id && claims.device === device.id && claims.activation === device.activation;
  if (!right || (device.signingKey !== undefined && device.signingKey.n !== signing_key.n)) {
    throw new ProtocolError("not_allowed");
  }
  device.signingKey = signing_key;
  device.certificate ??= await server.sign("mtoken-certificate+jws", {
    iss: server.origin,
    suite: "mtoken-1",
    device: device.id,
    signing_key,
    user: server.user.id,
    company: server.company.id,
    iat: server.now,
  });
  if (device.status === "pending") device.status = server.approval ? "awaiting-approval" : "active";
  const activation = server.activations.get(device.activation);
  if (activation !== undefined) activation.complete = true;
  return {
    certificate: device.certificate,
    status: device.status === "active" ? "active" : "awaiting-approval",
  };
}

async function claim(
  server: TestServer,
  { device }: TestSession,
  params: Params<"request.claim">,
): Promise<string> {
  const request = await findClaimed(server, params);
  if (request.envelope !== undefined && request.status === "claimed" && "request" in params) {
    return request.envelope;
  }
  if (request.status !== "waiting") throw new ProtocolError("request_closed");
  request.status = "claimed";
  request.sameDevice = "link" in params;
  const members = await envelopeMembers(server, request, device);
  const envelope = (await server.forge?.(members)) ?? members;
  request.envelope =
    typeof envelope === "string" ? envelope : await server.sign("mtoken-envelope+jws", envelope);
  return request.envelope;
}

async function findClaimed(server: TestServer, params: Params<"request.claim">): Promise<TestRequest> {
  if ("code" in params) {
    const typed = [...server.requests.values()].find(({ code }) => code === params.code);
    if (typed === undefined) throw new ProtocolError("typed_code_refused");
    return typed;
  }
  if ("link" in params) return findLinked(server, params.link);
  const { request: id } = "qr" in params ? params.qr : params;
  const request = server.requests.get(id);
  if (request === undefined) throw new ProtocolError("not_found");
  if (!("qr" in params)) return request;
  const { tick, mac } = params.qr;
  const fresh = frameIsFresh({ tick, createdAt: request.createdAt, now: server.clock.now() });
  const genuine = mac === (await qrMac({ request: id, tick, key: request.key }));
  if (!fresh || !genuine) throw new ProtocolError("frame_refused");
  return request;
}

async function findLinked(
  server: TestServer,
  { request: id, mac }: { request: RequestId; mac: string },
): Promise<TestRequest> {
  const request = server.requests.get(id);
  if (request === undefined || mac !== (await requestLinkMac({ request: id, key: request.key }))) {
    throw new ProtocolError("link_refused");
  }
  return request;
}

async function decide(
  server: TestServer,
  session: TestSession,
  params: Params<"request.decide">,
): Promise<Result<"request.decide">> {
  const request = server.requests.get(params.request);
  if (request?.envelope === undefined || request.status !== "claimed")
    throw new ProtocolError("request_closed");
  const { device } = session;
  if (device.signingKey === undefined) throw new ProtocolError("not_allowed");
  const approval = await verifyToken({
    token: params.approval,
    typ: "mtoken-approval+jws",
    schema: approvalSchema,
    key: await importVerifyKey(device.signingKey),
    aud: server.origin,
  });
  const envelope = await hashToken(request.envelope);
  if (approval.envelope !== envelope || approval.handshake !== session.id)
    throw new ProtocolError("not_allowed");
  requireFactor(server, { request, session, approval });
  const wrongDigits = approval.decision === "approve" && request.digits !== (approval.digits ?? null);
  request.status = approval.decision === "approve" && !wrongDigits ? "approved" : "refused";
  if (wrongDigits) throw new ProtocolError("wrong_digits");
  const receipt = {
    iss: server.origin,
    request: request.id,
    kind: request.content === null ? "sign-in" : "signature",
    decision: approval.decision,
    envelope,
    approval: await hashToken(params.approval),
    certificate: await hashToken(device.certificate ?? ""),
    device: device.id,
    user: server.user.id,
    company: server.company.id,
    factor: session.factor,
    handshake: session.id,
    iat: server.now,
  };
  const stated = server.forgeReceipt?.(receipt) ?? receipt;
  const status = request.status === "approved" ? "approved" : "refused";
  const code = status === "approved" && request.content === null ? b64(randomBytes(32)) : null;
  const page = `https://sign-in.example.com/i/int_${"0".repeat(26)}`;
  return {
    status,
    receipt: await server.sign("mtoken-receipt+jws", stated),
    ...(approval.decision === "refuse" && approval.reason === "not-me" && { frozen: freeze(server) }),
    ...(request.sameDevice && { return_to: formatReturnAddress(page, code) }),
  };
}

/** A signature takes a handshake of purpose `approve` that is bound to this very envelope. */
function requireFactor(
  server: TestServer,
  { request, session, approval }: { request: TestRequest; session: TestSession; approval: Approval },
): void {
  const takes = freshFactorOf(server, request);
  if (takes === "none" || approval.decision === "refuse") return;
  const fresh = session.purpose === "approve" && session.binding === approval.envelope;
  if (!fresh) throw new ProtocolError("fresh_factor_required");
  if (takes === "mpin" && session.factor !== "mpin") throw new ProtocolError("mpin_required");
}

async function changeMpin(
  server: TestServer,
  { purpose, binding, device }: TestSession,
  { salt, argon2, verifier }: Params<"mpin.change">,
): Promise<Result<"mpin.change">> {
  const bound = await mpinChangeBinding({ salt, argon2, verifier });
  if (purpose !== "change" || binding !== bound) throw new ProtocolError("not_allowed");
  Object.assign(device, { salt, argon2, verifier: fromB64(verifier) });
  server.sessions.clear();
  server.handshakes.clear();
  return {};
}

async function enrol(
  server: TestServer,
  { purpose, binding, device }: TestSession,
  enrolment: Params<"factor.enrol">,
): Promise<Result<"factor.enrol">> {
  const bound = await factorEnrolmentBinding(enrolment);
  if (purpose !== "enrol" || binding !== bound) throw new ProtocolError("not_allowed");
  const said = JSON.parse(fromUtf8(fromB64(enrolment.registration.client_data)));
  const asking = [...server.sessions.values()].find(({ challenge }) => challenge === said.challenge);
  if (asking === undefined || said.origin !== server.origin) throw new ProtocolError("registration_refused");
  delete asking.challenge;
  device.passkey = { salt: enrolment.salt, verifier: fromB64(enrolment.verifier), tries: 0 };
  return {};
}

async function enrolComputer(
  server: TestServer,
  { id, device }: TestSession,
  { approval: token }: Params<"computer.enrol">,
): Promise<Result<"computer.enrol">> {
  const { enrolment } = server;
  if (enrolment === undefined || device.signingKey === undefined) throw new ProtocolError("not_found");
  const approval = await verifyToken({
    ...{ token, typ: "mtoken-enrolment-approval+jws", schema: enrolmentApprovalSchema },
    ...{ key: await importVerifyKey(device.signingKey), aud: server.origin },
  });
  if (approval.enrolment !== (await hashToken(enrolment)) || approval.handshake !== id)
    throw new ProtocolError("not_found");
  server.enrolment = undefined;
  const known = { id: approval.computer, description: "Chrome on Linux", status: "known" } as const;
  if (approval.decision === "approve")
    server.computers = [{ ...known, since: server.now, used: null }, ...server.computers];
  return {};
}

async function deactivate(
  server: TestServer,
  { device, message1 }: TestSession,
): Promise<Result<"device.deactivate">> {
  device.status = "deactivated";
  return { refusal: await signRefusal(server, { device, message1, reason: "deactivated" }) };
}

async function subscribedEndpoint({ pushSubscription }: TestServer): Promise<string | null> {
  return pushSubscription === undefined ? null : hashToken(pushSubscription.endpoint);
}
