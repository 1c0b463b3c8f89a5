/**
 * Relying parties, as OAuth clients (RFC 6749 §2): a name and an origin that users are shown, the addresses that a browser may
 * be sent back to, and public keys. Nothing of a client's is secret here.
 */
import type { ClientId } from "@mtoken/protocol";
import { isOrigin, nameSchema, newClientId } from "@mtoken/protocol";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import { isLoopback } from "../config.ts";
import type { Context } from "../context.ts";
import { clientKeysSchema } from "./client-keys.ts";
import type { ListedClient } from "./client-store.ts";
import { insertClient, listClientRows } from "./client-store.ts";

const longestAddress = 512;
const mostAddresses = 20;
/** What OAuth's own answer is made of can't be part of the address. */
const answerParameters = ["code", "state", "iss", "error", "error_description", "error_uri"];

const clientSchema = v.pipe(
  v.strictObject({
    name: nameSchema,
    origin: v.pipe(v.string(), v.check(isSafeOrigin, "must be an https origin, or one of this machine")),
    redirectUris: v.pipe(
      v.array(
        v.pipe(v.string(), v.maxLength(longestAddress), v.check(isRedirectAddress, "is no redirect address")),
      ),
      v.maxLength(mostAddresses),
    ),
    jwks: clientKeysSchema,
  }),
  // The phone shows the origin and the user goes by it: the browser may come back nowhere else.
  v.check(
    ({ origin, redirectUris }) => redirectUris.every((address) => new URL(address).origin === origin),
    "every redirect address must be on the client's own origin",
  ),
);

export interface NewClient {
  name: string;
  origin: string;
  redirectUris: readonly string[];
  /** As it was read from a file: what is in it is checked here. */
  jwks: { keys: readonly object[] };
}

/** Throws valibot's ValiError, which names what an operator has to correct. */
export async function createClient(context: Context, client: NewClient): Promise<ClientId> {
  const { name, origin, redirectUris, jwks } = v.parse(clientSchema, client);
  const id = newClientId();
  const at = context.clock.now();
  await context.database.kysely.transaction().execute(async (transaction) => {
    await insertClient(transaction, { id, name, origin, redirectUris, jwks, at });
    await recordAudit(transaction, at, { kind: "client.registered", client: id, name, origin });
  });
  return id;
}

export function listClients(context: Context): Promise<ListedClient[]> {
  return listClientRows(context.database.kysely);
}

function isSafeOrigin(text: string): boolean {
  return isOrigin(text) && isSafe(new URL(text));
}

/** Plain HTTP only where nobody can listen in (RFC 8252 §8.3 says so of loopback addresses). */
function isSafe(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

/**
 * Compared character by character later (RFC 9700 §4.1.3), so it must be spelled as browsers spell it: then no other
 * spelling of it, with `\`, `..`, a user name or a default port, can ever be equal. A fragment would swallow the answer.
 */
function isRedirectAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.href === text &&
    isSafe(url) &&
    url.username === "" &&
    url.password === "" &&
    !text.includes("#") &&
    !text.includes("*") &&
    answerParameters.every((name) => !url.searchParams.has(name))
  );
}
