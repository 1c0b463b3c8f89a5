/**
 * The phone's activation message and the server's answer (docs/protocol.md §4). Whoever holds the link may try the
 * registration code five times in all: each try is charged and committed before the code is looked at, so that side by
 * side, or across a crash, there is no sixth.
 */
import { randomBytes } from "node:crypto";
import type { ActivationAnswer, ActivationId } from "@mtoken/protocol";
import { codeProof, equalBytes, fromB64, ProtocolError, sealDirect } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { OpenedMessage } from "./open-message.ts";
import { openMessage } from "./open-message.ts";
import { openSecret } from "./open-secret.ts";
import type { ActivationRow, OpenActivation } from "./store.ts";
import {
  bindDevice,
  chargeCode,
  codesAllowed,
  findOpenActivation,
  refundCode,
  revokeActivation,
  savePendingDevice,
} from "./store.ts";

const shareLength = 32;

export async function receiveActivation(
  context: Context,
  { activation: id, token }: { activation: ActivationId; token: string },
): Promise<string> {
  const { database, clock, events } = context;
  const activation = await findOpenActivation(database.kysely, { activation: id, at: clock.now() });
  if (activation === undefined) throw new ProtocolError("activation_closed");
  const opened = await openMessage(context, activation, token);

  const codeTry = { activation: id, device: opened.device, at: clock.now() };
  const charged = await chargeCode(database.kysely, codeTry);
  if (charged === undefined) throw new ProtocolError("activation_closed");
  if (!(await isCodeRight(context, activation, opened))) return refuseCode(context, activation, charged);

  if (!(await savePending(context, activation, opened))) throw new ProtocolError("activation_closed");
  events.publish(`activation:${id}`);
  return answer(context, activation, opened);
}

async function isCodeRight(
  context: Context,
  activation: OpenActivation,
  { message, transcript }: OpenedMessage,
): Promise<boolean> {
  const code = openSecret(context, activation, "sealed_code");
  const expected = await codeProof(code.toString(), transcript);
  code.fill(0);
  return equalBytes(expected, fromB64(message.code_proof));
}

/** Always throws: how many are left, for who has the right link. */
async function refuseCode(
  { database, clock, events }: Context,
  { id, user_id: user, company_id: company }: ActivationRow,
  charged: number,
): Promise<never> {
  const at = clock.now();
  const subject = { company, user, activation: id };
  await database.kysely.transaction().execute(async (transaction) => {
    const ends = charged >= codesAllowed && (await revokeActivation(transaction, id));
    await recordAudit(transaction, at, { kind: "activation.wrong-code", ...subject, wrong: charged });
    if (ends)
      await recordAudit(transaction, at, { kind: "activation.revoked", ...subject, reason: "wrong-codes" });
  });
  events.publish(`activation:${id}`);
  throw new ProtocolError("wrong_registration_code", { details: { attempts_left: codesAllowed - charged } });
}

/** False when another phone was first, or this one's key has a life elsewhere: its right code costs nothing all the same. */
async function savePending(
  context: Context,
  activation: ActivationRow,
  opened: OpenedMessage,
): Promise<boolean> {
  const { database, clock } = context;
  const at = clock.now();
  const { id, user_id: user, company_id: company } = activation;
  return database.kysely.transaction().execute(async (transaction) => {
    const open = await refundCode(transaction, { activation: id, at });
    const isFree = open !== undefined && (open.device_id ?? opened.device) === opened.device;
    if (!isFree || !(await saveDevice(context, { transaction, activation, opened, at }))) return false;
    await bindDevice(transaction, { activation: id, device: opened.device });
    const subject = { company, user, activation: id, device: opened.device };
    await recordAudit(transaction, at, { kind: "device.pending", ...subject });
    return true;
  });
}

interface Pending {
  transaction: Transaction;
  activation: ActivationRow;
  opened: OpenedMessage;
  at: Date;
}

function saveDevice({ sealer }: Context, { transaction, activation, opened, at }: Pending): Promise<boolean> {
  const { message, device } = opened;
  const verifier = fromB64(message.verifier);
  return savePendingDevice(transaction, {
    id: device,
    user_id: activation.user_id,
    company_id: activation.company_id,
    activation_id: activation.id,
    status: "pending",
    suite: message.suite,
    device_key: JSON.stringify(message.device_key),
    signing_key: null,
    certificate: null,
    salt: Buffer.from(fromB64(message.salt)),
    argon2: JSON.stringify(message.argon2),
    sealed_verifier: sealer.seal({ table: "devices", column: "sealed_verifier", row: device }, verifier),
    sealed_share: sealer.seal(
      { table: "devices", column: "sealed_share", row: device },
      randomBytes(shareLength),
    ),
    created_at: at,
    activated_at: null,
    ended_at: null,
    end_reason: null,
  });
}

async function answer(
  { config, identity }: Context,
  { id }: ActivationRow,
  opened: OpenedMessage,
): Promise<string> {
  const payload: ActivationAnswer = {
    iss: config.serverOrigin,
    activation: id,
    device: opened.device,
    activation_message: opened.hash,
    status: "pending",
  };
  return sealDirect({
    plaintext: await identity.sign("mtoken-activation-answer+jws", payload),
    key: fromB64(opened.message.answer_key),
    typ: "mtoken-activation-answer+jwe",
  });
}
