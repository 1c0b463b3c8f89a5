/**
 * One call of a session (docs/protocol.md §6). Only what opens under the session's key counts its `seq`, so nobody
 * outside can use one up; only what counted its `seq` is answered, so nothing is answered twice.
 */
import type { Answer, Call, HandshakeId, MethodName, Params } from "@mtoken/protocol";
import {
  answerOf,
  isHandshakeId,
  openCall,
  ProtocolError,
  readSealedHeader,
  sealAnswer,
} from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { tellTries } from "../handshake/tries-store.ts";
import type { Caller } from "./methods.ts";
import { methodTable } from "./methods.ts";
import type { OpenedSession } from "./recent-sessions.ts";
import { forget, recall, remember } from "./recent-sessions.ts";
import type { CallingDevice } from "./store.ts";
import { advanceSession, findSession } from "./store.ts";

/** The column's limit; nobody makes that many calls in one session. */
const highestSeq = 2 ** 31 - 1;
const keyLength = 64;

export async function answerCall(context: Context, token: string): Promise<string> {
  const { kid, seq } = readSealedHeader(token, "mtoken-call+jwe");
  if (!isHandshakeId(kid)) throw new ProtocolError("session_ended");
  const session = await find(context, kid);
  const { deviceToServer, serverToDevice } = openKeys(context, session);

  const call = await openOrFault({ token, key: deviceToServer, session: kid });
  const device = await count(context, { session, seq, call });
  await noteTold(context, session);
  const answer = await answerTo(context, call, { session, device });
  const method = call instanceof ProtocolError ? "status" : call.method;
  return sealAnswer({ method, answer, key: serverToDevice, session: kid, seq });
}

async function find({ database }: Context, id: HandshakeId): Promise<OpenedSession> {
  const known = recall(database, id);
  if (known) return known;
  const session = await findSession(database.kysely, id);
  if (session === undefined) throw new ProtocolError("session_ended");
  remember(database, session);
  return session;
}

function openKeys({ sealer }: Context, session: OpenedSession) {
  const place = { table: "sessions", column: "sealed_keys", row: session.id } as const;
  const keys = sealer.open(place, session.sealed_keys);
  return { deviceToServer: keys.subarray(0, keyLength), serverToDevice: keys.subarray(keyLength) };
}

/** A call that opens under the session's key, or what is wrong inside of one; one that does not open is refused. */
async function openOrFault(channel: {
  token: string;
  key: Uint8Array;
  session: HandshakeId;
}): Promise<Call | ProtocolError> {
  try {
    return (await openCall(channel)).call;
  } catch (error) {
    // The header was read before, so whatever is malformed now lay inside, and the phone itself sealed it.
    const inside =
      error instanceof ProtocolError &&
      (error.code === "unknown_method" || error.code === "malformed_message");
    if (inside) return error;
    throw new ProtocolError("call_refused", { cause: error });
  }
}

interface Counted {
  session: OpenedSession;
  seq: number;
  call: Call | ProtocolError;
}

async function count(
  { database, clock }: Context,
  { session: { id: session, company_id: company }, seq, call }: Counted,
): Promise<CallingDevice> {
  const at = clock.now();
  const renews = !(call instanceof ProtocolError) && methodTable[call.method].polls !== true;
  const advance = { session, company, seq, at, renews };
  const device = seq <= highestSeq ? await advanceSession(database.kysely, advance) : undefined;
  if (device !== undefined) return device;
  const current = await findSession(database.kysely, session);
  if (current === undefined) forget(database, session);
  const outOfOrder = current !== undefined && seq <= current.seq;
  throw new ProtocolError(outOfOrder || seq > highestSeq ? "call_refused" : "session_ended");
}

/** A call shows that the phone has read message 4, and with it how many wrong mPINs there were. */
async function noteTold({ database }: Context, session: OpenedSession): Promise<void> {
  const { id, device_id: device, told } = session;
  if (told === 0) return;
  await tellTries(database.kysely, { session: id, device, told });
  remember(database, { ...session, told: 0 });
}

/** From here on every error is an answer, sealed like any other. */
async function answerTo(
  context: Context,
  call: Call | ProtocolError,
  caller: Caller,
): Promise<Answer<MethodName>> {
  if (call instanceof ProtocolError) return answerOf(call);
  try {
    return { result: await perform(context, caller, call.method, call.params) };
  } catch (error) {
    if (!(error instanceof ProtocolError))
      context.log.error({ err: error, method: call.method }, "a call failed");
    return answerOf(error);
  }
}

function perform<M extends MethodName>(context: Context, caller: Caller, name: M, params: Params<M>) {
  const method = methodTable[name];
  const { purposes = ["session"] } = method;
  const inPlace = purposes.includes(caller.session.purpose);
  if (!inPlace || !method.statuses.includes(caller.device.status)) throw new ProtocolError("not_allowed");
  if (caller.device.stopped && method.whenFrozen !== true) throw new ProtocolError("company_stopped");
  if (caller.device.frozen && method.whenFrozen !== true) throw new ProtocolError("user_frozen");
  return method.answer(context, caller, params);
}
