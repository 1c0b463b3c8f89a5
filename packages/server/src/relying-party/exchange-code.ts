/**
 * The code that the browser brought back becomes a user (RFC 6749 §4.1.3, RFC 7636): once, within its minute, for the relying
 * party that began, and with the verifier that only that relying party has.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { ClientId, ExchangeAnswer, ExchangeRequest } from "@mtoken/protocol";
import { envelopeSchema, ProtocolError, verifyIdentityToken } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { standingOf } from "../device/standing.ts";
import { hashCode } from "../interaction/redeem-request.ts";
import { takeCode } from "../interaction/store.ts";
import { noteSignIn } from "./acting-user.ts";
import { authenticationContext } from "./authentication-context.ts";
import { reaches } from "./reach.ts";

type TakenCode = NonNullable<Awaited<ReturnType<typeof takeCode>>>;

/** Every refusal is the same one. A try with the wrong verifier uses the code up: whoever has it is not who began. */
export async function exchangeCode(
  context: Context,
  { client, exchange }: { client: ClientId; exchange: ExchangeRequest },
): Promise<ExchangeAnswer> {
  const { kysely } = context.database;
  const row = await takeCode(kysely, { codeHash: hashCode(exchange.code), client });
  if (row === undefined || !isInTime(row, context.clock.now())) throw refused();
  if (!isVerifier(exchange.code_verifier, row.code_challenge)) throw refused();
  // The device may have been deactivated, its user frozen or its company stopped, in the minute since.
  if (row.status !== "redeemed" || standingOf({ ...row, status: row.device_status }) !== "active")
    throw refused();
  // Nor does a sign-in sign anybody in that is over already, as when its computer was revoked.
  if (row.frozen || row.stopped_at !== null || row.ended_at !== null) throw refused();
  if (!reaches(row)) throw refused();
  const answer = await describe(context, row);
  if (row.manages_people) await noteSignIn(kysely, { request: row.id, at: context.clock.now() });
  return answer;
}

async function describe({ identity, config }: Context, row: TakenCode): Promise<ExchangeAnswer> {
  const { factor, decided_at: decidedAt, envelope } = row;
  if (factor === null || decidedAt === null || envelope === null)
    throw new TypeError("A redeemed request lacks its decision.");
  const signed = await verifyIdentityToken({
    token: envelope,
    typ: "mtoken-envelope+jws",
    schema: envelopeSchema,
    iss: config.serverOrigin,
    jwks: await identity.jwks(),
    at: toNumericDate(decidedAt),
  });
  // A row that borrows another request's decision signs nobody in, whoever wrote it.
  const isOwn =
    signed.request === row.id && signed.user.id === row.user_id && signed.company.id === row.company_id;
  if (!isOwn) throw refused();
  const isKnownComputer = signed.computer !== null && signed.computer.known_since !== null;
  return {
    request: row.id,
    user: { id: row.user_id, name: row.user_name },
    company: { id: row.company_id, name: row.company_name },
    ...authenticationContext({ factor, isKnownComputer }),
    auth_time: toNumericDate(decidedAt),
  };
}

function isInTime({ code_expires_at: end }: TakenCode, now: Date): boolean {
  return end !== null && now < end;
}

/** PKCE with S256, the only method there is here (RFC 7636 §4.6). */
function isVerifier(verifier: string, challenge: string | null): boolean {
  const given = Buffer.from(createHash("sha256").update(verifier, "ascii").digest("base64url"));
  const expected = Buffer.from(challenge ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refused(): ProtocolError {
  return new ProtocolError("redemption_refused");
}
