/**
 * Relying parties, as OAuth clients (RFC 6749 §2): a name and an origin that users are shown, the addresses that a browser may
 * be sent back to, and public keys. Nothing of a client's is secret here.
 */
import type { ClientId, CompanyId } from "@mtoken/protocol";
import { companyIdSchema, isOrigin, nameSchema, newClientId } from "@mtoken/protocol";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { isLoopback } from "../loopback.ts";
import { OperatorError } from "../operator-error.ts";
import { clientKeysSchema } from "./client-keys.ts";
import type { ListedClient } from "./client-store.ts";
import { findCompanies, insertClient, listClientRows } from "./client-store.ts";

const longestAddress = 512;
const mostAddresses = 20;
const mostCompanies = 1000;
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
    companies: v.nullable(v.pipe(v.array(companyIdSchema), v.minLength(1), v.maxLength(mostCompanies))),
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
  /** Whose users it may ask to sign in or sign; all companies' when left out, as a portal needs that serves them all. */
  companies?: readonly string[] | undefined;
  /** Whether it may act in the people API for users who have signed in at it (acting-user.ts). */
  managesPeople?: boolean;
}

/** Throws valibot's ValiError, which names what an operator has to correct, and OperatorError for no such company. */
export async function createClient(context: Context, client: NewClient): Promise<ClientId> {
  const { companies: asked = null, managesPeople = false, ...wanted } = client;
  const { name, origin, redirectUris, jwks, companies } = v.parse(clientSchema, {
    ...wanted,
    companies: asked,
  });
  const id = newClientId();
  const at = context.clock.now();
  await context.database.kysely.transaction().execute(async (transaction) => {
    if (companies !== null) await requireCompanies(transaction, companies);
    const row = { id, name, origin, redirectUris, jwks, companies, managesPeople, at };
    await insertClient(transaction, row);
    const reach = companies === null ? "all" : companies.join(" ");
    await recordAudit(transaction, at, {
      kind: "client.registered",
      client: id,
      name,
      origin,
      companies: reach,
      manages_people: managesPeople,
    });
  });
  return id;
}

async function requireCompanies(transaction: Transaction, companies: readonly CompanyId[]): Promise<void> {
  const found = await findCompanies(transaction, companies);
  const missing = companies.find((company) => !found.includes(company));
  if (missing !== undefined) throw new OperatorError(`There is no company ${missing}.`);
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
