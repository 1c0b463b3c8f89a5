/**
 * The envelope (docs/protocol.md §7): everything the phone shows, signed by the identity key. All of it comes from the
 * server's own rows: relying party and origin from the registration, never from the page.
 */
import type { Computer, Envelope } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { later, toNumericDate } from "../clock.ts";
import { isKnown, isRefused } from "../computer/store.ts";
import { turnAway } from "../computer/turn-away.ts";
import { whyUnusable } from "../computer/usable-computer.ts";
import type { Context } from "../context.ts";
import { readPolicy } from "../policy/store.ts";
import { reaches } from "../relying-party/reach.ts";
import type { RequestRow } from "../request/store.ts";
import { profileOf } from "../session/opening-store.ts";
import type { CallingDevice } from "../session/store.ts";
import { drawDigits } from "./draw-digits.ts";
import { freshFactorFor } from "./fresh-factor.ts";
import { findEnvelopeFacts } from "./store.ts";

/** How long a user may look at a sign-in that is claimed, whatever was left of its QR code's time. */
const decisionSeconds = 120;

export interface IssuedEnvelope {
  envelope: string;
  /** What the computer is to show, and the user to type; null when it need not. */
  digits: string | null;
  expiresAt: Date;
  sameDevice: boolean;
}

export interface Addressed {
  request: RequestRow;
  device: CallingDevice;
  /** Whether the phone took it from a computer's screen: only then is there a computer to speak of. */
  fromScreen: boolean;
  /** Whether a link on the phone itself opened it. */
  sameDevice: boolean;
}

export async function issueEnvelope(context: Context, addressed: Addressed): Promise<IssuedEnvelope> {
  const { config, clock, database, identity } = context;
  const { request, device, fromScreen, sameDevice } = addressed;
  const at = clock.now();
  const facts = await findEnvelopeFacts(database.kysely, {
    ...{ user: device.user_id, client: request.client_id },
    computer: fromScreen ? request.computer_id : null,
  });
  if (!reaches(facts)) throw new ProtocolError("company_refused");
  const computer = computerOf(facts, at);
  if (isRefused(facts, at)) throw new ProtocolError("computer_stopped");
  // On one device nothing is compared between two screens; there the return code binds the browser instead.
  const asksDigits = request.kind === "sign-in" && computer?.known_since === null && !sameDevice;
  if (asksDigits) await requireDigitsToDo(context, addressed, facts);
  const digits = asksDigits ? drawDigits() : null;
  const expiresAt = request.kind === "sign-in" ? later(at, decisionSeconds) : request.expires_at;
  const members = {
    iss: config.serverOrigin,
    suite: device.suite,
    request: request.id,
    relying_party: { id: facts.client_id, name: facts.client_name },
    origin: facts.origin,
    ...profileOf(facts),
    device: device.id,
    nonce: request.nonce,
    digits: digits !== null,
    same_device: sameDevice,
    fresh_factor: freshFactorFor(readPolicy(facts), request, facts),
    asked_at: toNumericDate(request.created_at),
    iat: toNumericDate(at),
    exp: toNumericDate(expiresAt),
  };
  const payload = envelopeOf(request, members, computer);
  return { envelope: await identity.sign("mtoken-envelope+jws", payload), digits, expiresAt, sameDevice };
}

type Members = Omit<Envelope, "kind" | "computer" | "content">;

function envelopeOf({ kind, content }: RequestRow, members: Members, computer: Computer | null): Envelope {
  const { fresh_factor } = members;
  if (kind === "signature" && content !== null && fresh_factor !== "none")
    return { ...members, fresh_factor, kind, computer, content };
  if (kind === "sign-in" && computer !== null) return { ...members, kind, computer, content: null };
  throw new Error("A sign-in has a computer, and a signature has content.");
}

type Facts = Awaited<ReturnType<typeof findEnvelopeFacts>>;

function computerOf(facts: Facts, at: Date): Computer | null {
  const { computer_id: id, description, since } = facts;
  if (id === null || description === null) return null;
  const known_since = isKnown(facts, at) && since !== null ? toNumericDate(since) : null;
  return { id, known_since, description };
}

/** A company may want more than digits, since they don't stop who passes a code on while it is fresh. */
async function requireDigitsToDo(
  context: Context,
  { request: { id: request }, device, sameDevice }: Addressed,
  { computer_id: computer, description, ...standing }: Facts,
): Promise<void> {
  const { user_id: user, company_id: company } = device;
  const at = context.clock.now();
  const on = { company, standing, sameDevice, asksDigits: true, at };
  const why = await whyUnusable(context.database.kysely, on);
  if (why === undefined) return;
  if (why === "computer_stopped" || why === "request_closed") throw new ProtocolError(why);
  if (computer === null || description === null) throw new Error("A sign-in has a computer.");
  await turnAway(context, { request, computer, description, user, company, why });
}
