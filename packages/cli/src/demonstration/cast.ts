/**
 * The demonstration's company with its two people, the bank with its four, and its portal. Made once; a file beside the database
 * remembers which they are, and holds the portal's key.
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ClientId, CompanyId, UserId } from "@mtoken/protocol";
import { clientIdSchema, exportPublicJwk, generateSigningKeyPair, userIdSchema } from "@mtoken/protocol";
import type { Role } from "@mtoken/protocol/people";
import type { Context } from "@mtoken/server";
import { createClient, createCompany, createUser } from "@mtoken/server";
import { exportPKCS8 } from "jose";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";

const personNames = ["user", "administrator", "officer", "secondOfficer", "helpdesk", "auditor"] as const;
export const personSchema = v.picklist(personNames);
/** Who is played. */
export type Person = v.InferOutput<typeof personSchema>;

const castSchema = v.object({
  people: v.object(v.entriesFromList(personNames, userIdSchema)),
  client: clientIdSchema,
  /** The portal's private key, PKCS #8 in PEM. */
  clientKey: v.string(),
  portal: v.string(),
});

/** Who plays in the demonstration. */
export interface Cast {
  people: Record<Person, UserId>;
  client: ClientId;
  clientKey: string;
  /** The portal's origin. */
  portal: string;
}

/** The names that the pages show. */
const names = {
  company: "Northwind Bakery",
  bank: "Example Bank",
  administrator: "Bram Visser",
  user: "Anna Jansen",
  officer: "Olivia Marchetti",
  secondOfficer: "Tomasz Zieliński",
  helpdesk: "Hugo Lindqvist",
  auditor: "Arjan Steenbergen",
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
  if (text === undefined) return undefined;
  const parsed = v.safeParse(castSchema, JSON.parse(text));
  if (parsed.success) return parsed.output;
  throw new CommandError(
    `${dirname(file)} was made by another version of the demonstration: delete it, or take another --data.`,
  );
}

async function createPeople(context: Context): Promise<Cast["people"]> {
  const company = await createCompany(context, { name: names.company });
  const bank = await createCompany(context, { name: names.bank, kind: "operator" });
  const make = (person: Person, place: CompanyId, role: Role) => {
    const name = names[person];
    const domain = place === bank ? "bank" : "northwind";
    const mail = `${name.split(" ")[0]?.toLowerCase()}@${domain}.example`;
    return createUser(context, { company: place, name, role, mail });
  };
  return {
    administrator: await make("administrator", company, "administrator"),
    user: await make("user", company, "user"),
    officer: await make("officer", bank, "officer"),
    secondOfficer: await make("secondOfficer", bank, "officer"),
    helpdesk: await make("helpdesk", bank, "helpdesk"),
    auditor: await make("auditor", bank, "auditor"),
  };
}

async function createCast(context: Context, portal: string): Promise<Cast> {
  const people = await createPeople(context);
  const keys = await generateSigningKeyPair({ bits: 2048, extractable: true });
  const publicKey = { ...(await exportPublicJwk(keys.publicKey)), alg: "PS512", use: "sig" };
  const client = await createClient(context, {
    name: names.bank,
    origin: portal,
    redirectUris: [callbackOf(portal), `${portal}/portal`],
    jwks: { keys: [publicKey] },
    managesPeople: true,
  });
  return { people, client, portal, clientKey: await exportPKCS8(keys.privateKey) };
}
