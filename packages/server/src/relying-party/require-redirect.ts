/** A browser is sent back only to an address that was registered, character by character (RFC 9700 §2.1). */
import type { ClientId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";
import { findRedirectUris } from "./client-store.ts";

export async function requireRedirect(
  queries: Queries,
  { client, redirectUri }: { client: ClientId; redirectUri: string },
): Promise<void> {
  const registered = await findRedirectUris(queries, client);
  if (!registered.includes(redirectUri)) throw new ProtocolError("redirect_refused");
}
