/**
 * The demonstration's company, its two people and its portal. Made once; a file beside the database remembers which
 * they are, and holds the portal's key.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClientId, CompanyId, UserId } from "@mtoken/protocol";
import {
  clientIdSchema,
  companyIdSchema,
  exportPublicJwk,
  generateSigningKeyPair,
  userIdSchema,
} from "@mtoken/protocol";
import type { Context } from "@mtoken/server";
import { createClient, createCompany, createUser } from "@mtoken/server";
import { exportPKCS8 } from "jose";
import * as v from "valibot";

const castSchema = v.object({
  company: companyIdSchema,
  administrator: userIdSchema,
  user: userIdSchema,
  client: clientIdSchema,
  /** The portal's private key, PKCS #8 in PEM. */
  clientKey: v.string(),
  portal: v.string(),
});

/** Who plays in the demonstration. */
export interface Cast {
  company: CompanyId;
  administrator: UserId;
  user: UserId;
  client: ClientId;
  clientKey: string;
  /** The portal's origin. */
  portal: string;
}

/** The names that the pages show. */
const names = {
  company: "Northwind Bakery",
  administrator: "Bram Visser",
  user: "Anna Jansen",
  portal: "Example Bank",
} as const;

/** The cast that the folder remembers, or a new one. */
export async function castOf(context: Context, options: { folder: string; portal: string }): Promise<Cast> {
  const file = join(options.folder, "demonstration.json");
  const existing = await readCast(file);
  if (existing !== undefined) return existing;
  const cast = await createCast(context, options.portal);
  await writeFile(file, JSON.stringify(cast), { mode: 0o600 });
  return cast;
}

/** Where the portal's browsers come back to. */
export function callbackOf(portal: string): string {
  return `${portal}/callback`;
}

async function readCast(file: string): Promise<Cast | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : v.parse(castSchema, JSON.parse(text));
}

async function createCast(context: Context, portal: string): Promise<Cast> {
  const company = await createCompany(context, { name: names.company });
  const administrator = await createUser(context, {
    company,
    name: names.administrator,
    role: "administrator",
    mail: "bram@northwind.example",
  });
  const user = await createUser(context, {
    company,
    name: names.user,
    role: "user",
    mail: "anna@northwind.example",
  });
  const keys = await generateSigningKeyPair({ bits: 2048, extractable: true });
  const publicKey = { ...(await exportPublicJwk(keys.publicKey)), alg: "PS512", use: "sig" };
  const client = await createClient(context, {
    name: names.portal,
    origin: portal,
    redirectUris: [callbackOf(portal), `${portal}/portal`],
    jwks: { keys: [publicKey] },
  });
  return { company, administrator, user, client, portal, clientKey: await exportPKCS8(keys.privateKey) };
}
