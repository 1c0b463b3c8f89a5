/**
 * `request.claim` (docs/protocol.md §7): a device takes a request, once, by a fresh frame of the QR code, by the typed
 * code, by a link on the device that browses, or from its user's list; from then on nobody else can. What it gets is the signed envelope.
 */
import type { Params, Result } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { isKnown, standingQuery } from "../computer/store.ts";
import type { Context } from "../context.ts";
import { sendWithCommit } from "../database/send.ts";
import { hasFunction } from "../policy/app-functions.ts";
import { findByLink, findByQr, findByTypedCode } from "../request/find-request.ts";
import { presentStatus } from "../request/present-status.ts";
import type { RequestRow } from "../request/store.ts";
import { findRequest } from "../request/store.ts";
import type { Caller } from "../session/methods.ts";
import type { CallingDevice } from "../session/store.ts";
import { sessionLock } from "../session/store.ts";
import type { IssuedEnvelope } from "./issue-envelope.ts";
import { issueEnvelope } from "./issue-envelope.ts";
import { activeDeviceLock, claimQuery } from "./store.ts";
import { limitTypedCodes } from "./typed-code-limit.ts";

type Source = Params<"request.claim">;

export async function claimRequest(
  context: Context,
  caller: Caller,
  source: Source,
): Promise<Result<"request.claim">> {
  const { device } = caller;
  const request = await find(context, device, source);
  // The answer to an earlier claim was lost, or the app was closed before a decision.
  if (request.status === "claimed" && request.envelope !== null) return { envelope: request.envelope };

  const way = { fromScreen: !("request" in source), sameDevice: "link" in source };
  const issued = await issueEnvelope(context, { request, device, ...way });
  await claim(context, { caller, request, issued });
  context.events.publish(`request:${request.id}`);
  return { envelope: issued.envelope };
}

async function find(context: Context, device: CallingDevice, source: Source): Promise<RequestRow> {
  if ("request" in source) return findInList(context, device, source.request);
  const request = await findShown(context, device, source);
  // A signature was addressed from the start; a sign-in is whoever's claims it.
  if (request.user_id !== null && !isAddressedTo(request, device)) throw new ProtocolError("not_allowed");
  return request;
}

async function findShown(
  context: Context,
  device: CallingDevice,
  source: Exclude<Source, { request: unknown }>,
): Promise<RequestRow> {
  if ("qr" in source) return findByQr(context, source.qr);
  if ("link" in source) return findByLink(context, source.link);
  return findByCode(context, device, source.code);
}

async function findInList(
  { database, clock }: Context,
  device: CallingDevice,
  id: RequestRow["id"],
): Promise<RequestRow> {
  const request = await findRequest(database.kysely, id);
  const isListed =
    request?.kind === "signature" &&
    isAddressedTo(request, device) &&
    (await hasFunction(database.kysely, device.user_id, "payments"));
  const isTaken = request?.device_id === device.id;
  if (request === undefined || !(isListed || isTaken)) throw new ProtocolError("not_found");
  const status = presentStatus(request, clock.now());
  if (status === "waiting" || (status === "claimed" && isTaken)) return request;
  throw new ProtocolError(status === "expired" ? "request_expired" : "request_closed");
}

/** A code can be read out over the telephone, which a frame can't: so it is for computers that the user knows. */
async function findByCode(context: Context, device: CallingDevice, code: string): Promise<RequestRow> {
  await limitTypedCodes(context, device.id);
  const request = await findByTypedCode(context, code);
  if (context.config.typedCode === "any-computer") return request;
  const { computer_id: computer } = request;
  const of = computer && { user: device.user_id, computer };
  const standing = of ? await standingQuery(of).first(context.database.kysely) : undefined;
  if (!isKnown(standing, context.clock.now())) throw new ProtocolError("typed_code_refused");
  return request;
}

function isAddressedTo(request: RequestRow, device: CallingDevice): boolean {
  return request.user_id === device.user_id && request.company_id === device.company_id;
}

interface Claiming {
  caller: Caller;
  request: RequestRow;
  issued: IssuedEnvelope;
}

async function claim(
  { database, clock }: Context,
  { caller: { session, device }, request, issued }: Claiming,
): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    // Without device and session nothing is claimed either, so there is nothing to roll back.
    const [active, stands, claimed] = await sendWithCommit(
      transaction,
      activeDeviceLock({ device: device.id }),
      sessionLock({ session: session.id, device: device.id }),
      claimQuery({
        ...{ request: request.id, computer: request.computer_id, ...issued },
        ...{ user: device.user_id, company: device.company_id, device: device.id, session: session.id },
        at: clock.now(),
      }),
    );
    if (active.length === 0 || stands.length === 0) throw new ProtocolError("session_ended");
    if (active[0]?.stopped) throw new ProtocolError("company_stopped");
    if (active[0]?.frozen) throw new ProtocolError("user_frozen");
    if (claimed.length === 0) throw new ProtocolError("request_closed");
  });
}
