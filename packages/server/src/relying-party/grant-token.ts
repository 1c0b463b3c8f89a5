/** An access token for a relying party that shows who it is (RFC 6749 §4.4, RFC 7523 §2.2). */
import type { TokenAnswer } from "@mtoken/protocol";
import { tokenRequestSchema } from "@mtoken/protocol";
import * as v from "valibot";
import type { Context } from "../context.ts";
import { issueAccessToken, tokenSeconds } from "./access-token.ts";
import { verifyClientAssertion } from "./client-assertion.ts";

/** What OAuth libraries send: `client_id` may be there too, and any other grant is refused by its name. */
export const tokenFormSchema = v.object({
  ...tokenRequestSchema.entries,
  grant_type: v.pipe(v.string(), v.maxLength(128)),
  client_id: v.optional(v.string()),
});

export type TokenForm = v.InferOutput<typeof tokenFormSchema>;

/** RFC 6749 §5.2. */
export type TokenRefusal = "invalid_request" | "invalid_client" | "unsupported_grant_type";

export async function grantToken(context: Context, form: TokenForm): Promise<TokenAnswer | TokenRefusal> {
  if (form.grant_type !== "client_credentials") return "unsupported_grant_type";
  const client = await verifyClientAssertion(context, form.client_assertion);
  if (client === undefined || (form.client_id !== undefined && form.client_id !== client))
    return "invalid_client";
  const token = await issueAccessToken(context, client);
  return { access_token: token, token_type: "Bearer", expires_in: tokenSeconds };
}
