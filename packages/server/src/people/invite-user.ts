/**
 * Invites a user to activate a device (docs/protocol.md §4): a signed offer with an activation key of its own, and two
 * secrets for two channels. What is returned is shown once and kept nowhere; the database has it sealed, until it is used
 * or its time is over.
 */
import {
  type ActivationId,
  type CompanyId,
  type DeviceId,
  exportPublicJwk,
  formatActivationLink,
  formatRegistrationCode,
  generateSealingKeyPair,
  isUserId,
  newActivationId,
  newRegistrationCode,
  type Offer,
  ProtocolError,
  type RsaPublicJwk,
  randomBytes,
  type UserId,
  utf8,
} from "@mtoken/protocol";
import type { CompanyPolicy } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { revokeActivation as endActivation } from "../activation/store.ts";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import { insertCode } from "../notice/code-store.ts";
import { OperatorError } from "../operator-error.ts";
import { isCompanyStopped, policyOf } from "../policy/store.ts";
import { namer } from "./second-person.ts";

const linkSecretBytes = 16;

export interface Invitation {
  activation: ActivationId;
  /** For the user's eyes: as a QR code or by mail. */
  link: string;
  /** By another way than the link; formatted for reading. */
  code: string;
  expiresAt: Date;
}

export interface InviteUser {
  user: UserId;
  /** Who does it, and by which way, where somebody does. */
  by?: string;
  via?: string;
  /** With which phone of their own. */
  device?: DeviceId | undefined;
  /** The operator's service brings the code. */
  byService?: boolean;
  /** Looks, within the transaction, whether they still may, and whether that phone stands: of one that has ended none is left open. */
  hold?: (transaction: Transaction) => Promise<unknown>;
  /** What goes out with the invitation, or not at all. */
  send?: (
    transaction: Transaction,
    invitation: Pick<Invitation, "activation" | "expiresAt">,
  ) => Promise<void>;
}

/** An earlier invitation of the same user that is still open is revoked: there is one way in at a time. */
export async function inviteUser(
  context: Context,
  { user, by, via, device, byService = false, hold, send }: InviteUser,
): Promise<Invitation> {
  const { config, clock, database, sealer, events } = context;
  const company = await findCompanyOf(context, user);
  const { mpin } = await policyOf(database.kysely, company);
  const at = clock.now();
  const activation = newActivationId();
  const expiresAt = later(at, config.invitationSeconds);
  const secret = randomBytes(linkSecretBytes);
  const code = newRegistrationCode();
  const key = await newActivationKey(config.rsaBits);
  const offer = await signOffer(context, { activation, key: key.publicKey, mpin, at, expiresAt });
  const sealed = (column: `sealed_${string}`, value: Uint8Array) =>
    sealer.seal({ table: "activation_secrets", column, row: activation }, value);
  const row = {
    ...{ id: activation, user_id: user, company_id: company, offer, status: "open" as const },
    created_at: at,
    expires_at: expiresAt,
    code_by_service: byService,
    link_by_mail: false,
    ...(isUserId(by) && { invited_by: by, invited_via: via ?? null, invited_with: device ?? null }),
  };
  const secrets = {
    activation_id: activation,
    sealed_link_secret: sealed("sealed_link_secret", secret),
    sealed_code: sealed("sealed_code", utf8(code)),
    sealed_activation_key: sealed("sealed_activation_key", utf8(JSON.stringify(key.privateKey))),
  };
  const revoked = await database.kysely.transaction().execute(async (transaction) => {
    await hold?.(transaction);
    const earlier = await replaceEarlier(transaction, { user, company, at });
    await sendWithNext(
      transaction,
      transaction.insertInto("activations").values({ ...row, ...(await addressedBy(transaction, user)) }),
    );
    await sendWithNext(transaction, transaction.insertInto("activation_secrets").values(secrets));
    const facts = { company, user, activation, by, via, ...(byService && { code: "service" }) };
    await recordAudit(transaction, at, { kind: "activation.invited", ...facts });
    if (byService) await insertCode(transaction, { user, activation, at, until: expiresAt });
    await send?.(transaction, { activation, expiresAt });
    return earlier;
  });
  for (const id of revoked) events.publish(`activation:${id}`);
  const link = formatActivationLink({ origin: config.serverOrigin, activation, secret });
  return { activation, link, code: formatRegistrationCode(code), expiresAt };
}

/** Who had named the mail address that the link may go to. */
async function addressedBy(
  transaction: Transaction,
  user: UserId,
): Promise<{ addressed_by: UserId | null; addressed_via: string | null }> {
  const { rows } = await sql<{ by: UserId | null; via: string | null }>`
    select ${namer} as by, mail_changed_via as via from users where id = ${user}
  `.execute(transaction);
  const { by = null, via = null } = rows[0] ?? {};
  return { addressed_by: by, addressed_via: by === null ? null : via };
}

/** Takes an invitation back before it is used. False when it was used, had run out, or never was. */
export async function revokeActivation(
  { database, clock, events }: Context,
  { activation, reason }: { activation: ActivationId; reason: string },
): Promise<boolean> {
  const revoked = await database.kysely.transaction().execute(async (transaction) => {
    if (!(await endActivation(transaction, activation))) return false;
    const { user_id: user, company_id: company } = await transaction
      .selectFrom("activations")
      .select(["user_id", "company_id"])
      .where("id", "=", activation)
      .executeTakeFirstOrThrow();
    await recordAudit(transaction, clock.now(), {
      kind: "activation.revoked",
      company,
      user,
      activation,
      reason,
    });
    return true;
  });
  if (revoked) events.publish(`activation:${activation}`);
  return revoked;
}

/** Of somebody whose company is stopped nothing is opened: whoever stops it comes before this, or takes back what it leaves open. */
async function replaceEarlier(
  transaction: Transaction,
  { user, company, at }: { user: UserId; company: CompanyId; at: Date },
): Promise<ActivationId[]> {
  // Two invitations at once take turns here, so that only the later one stays open.
  const held = await transaction
    .selectFrom("users")
    .select("id")
    .where("id", "=", user)
    .where("removed_at", "is", null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (held === undefined) throw new OperatorError(`There is no user ${user}.`);
  if (await isCompanyStopped(transaction, company)) throw new ProtocolError("company_stopped");
  await transaction
    .updateTable("activations")
    .set({ newest: false })
    .where("user_id", "=", user)
    .where("newest", "=", true)
    .execute();
  const open = await openActivationsOf(transaction, user);
  for (const id of open) {
    await endActivation(transaction, id);
    const facts = { company, user, activation: id, reason: "replaced" };
    await recordAudit(transaction, at, { kind: "activation.revoked", ...facts });
  }
  return open;
}

export async function openActivationsOf(transaction: Transaction, user: UserId): Promise<ActivationId[]> {
  const open = await transaction
    .selectFrom("activations")
    .select("id")
    .where("user_id", "=", user)
    .where("status", "=", "open")
    .execute();
  return open.map(({ id }) => id);
}

async function findCompanyOf({ database }: Context, user: UserId): Promise<CompanyId> {
  const row = await database.kysely
    .selectFrom("users")
    .select("company_id")
    .where("id", "=", user)
    .executeTakeFirst();
  if (row) return row.company_id;
  throw new OperatorError(`There is no user ${user}.`);
}

async function newActivationKey(bits: Context["config"]["rsaBits"]) {
  const pair = await generateSealingKeyPair({ bits, extractable: true });
  return {
    publicKey: await exportPublicJwk(pair.publicKey),
    privateKey: await crypto.subtle.exportKey("jwk", pair.privateKey),
  };
}

interface OfferFields {
  activation: ActivationId;
  key: RsaPublicJwk;
  mpin: CompanyPolicy["mpin"];
  at: Date;
  expiresAt: Date;
}

function signOffer({ config, identity }: Context, { activation, key, mpin, at, expiresAt }: OfferFields) {
  const offer: Offer = {
    iss: config.serverOrigin,
    activation,
    activation_key: key,
    suite: "mtoken-1",
    group: config.srpBits,
    rsa_bits: config.rsaBits,
    mpin,
    iat: toNumericDate(at),
    exp: toNumericDate(expiresAt),
  };
  return identity.sign("mtoken-offer+jws", offer);
}
