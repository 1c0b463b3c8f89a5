/**
 * A relying party asks a user to sign (docs/protocol.md §7). The request waits in the phone's list from now on; its page
 * is another way to it, for who sits at the portal.
 */
import { randomBytes } from "node:crypto";
import type { ClientId, SignatureAnswer, SignatureRequest } from "@mtoken/protocol";
import { newInteractionId, newRequestId, ProtocolError, readContent } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { insertInteraction, setPresentRequest } from "../interaction/store.ts";
import { wakePhone } from "../notice/push-store.ts";
import { insertRequest } from "../request/store.ts";
import { holdAddressee } from "./request-store.ts";
import { requireRedirect } from "./require-redirect.ts";

const defaultSeconds = 600;

/** What came in: the content is not looked at yet, so that its refusal can say what is wrong with it. */
export type AskedSignature = Omit<SignatureRequest, "content"> & { content: unknown };

export async function askSignature(
  context: Context,
  { client, asked }: { client: ClientId; asked: AskedSignature },
): Promise<SignatureAnswer> {
  const { kysely } = context.database;
  const content = readContent(asked.content);
  const redirectUri = asked.redirect_uri ?? null;
  if (redirectUri !== null) await requireRedirect(kysely, { client, redirectUri });
  else if (asked.state !== undefined) throw new ProtocolError("malformed_message");

  const at = context.clock.now();
  const expiresAt = later(at, asked.expires_in ?? defaultSeconds);
  const interaction = newInteractionId();
  const request = newRequestId();
  await kysely.transaction().execute(async (transaction) => {
    const addressee = await holdAddressee(transaction, { user: asked.user, client });
    if (addressee === undefined) throw new ProtocolError("not_found");
    if (addressee.stopped) throw new ProtocolError("company_stopped");
    if (addressee.frozen) throw new ProtocolError("user_frozen");
    const { company } = addressee;
    await insertInteraction(transaction, {
      id: interaction,
      client_id: client,
      kind: "signature",
      redirect_uri: redirectUri,
      state: asked.state ?? null,
      status: "open",
      created_at: at,
      expires_at: expiresAt,
    });
    await insertRequest(transaction, {
      id: request,
      kind: "signature",
      client_id: client,
      interaction_id: interaction,
      user_id: asked.user,
      company_id: company,
      status: "waiting",
      content: JSON.stringify(content),
      nonce: randomBytes(32).toString("base64url"),
      created_at: at,
      expires_at: expiresAt,
    });
    await setPresentRequest(transaction, { interaction, request });
    await wakePhone(transaction, { user: asked.user, at, until: expiresAt });
    await recordAudit(transaction, at, {
      kind: "request.created",
      company,
      request,
      client,
      user: asked.user,
    });
  });
  const uri = `${context.config.signInOrigin}/i/${interaction}`;
  return { request, interaction, uri, expires_at: toNumericDate(expiresAt), status: "waiting" };
}
