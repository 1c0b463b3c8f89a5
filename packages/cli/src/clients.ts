/** `mtoken client …`: a relying party's keys, and its registration. */
import { readFile, writeFile } from "node:fs/promises";
import type { ClientId } from "@mtoken/protocol";
import { clientIdSchema, exportPublicJwk, generateSigningKeyPair, thumbprint } from "@mtoken/protocol";
import type { Context, ListedClient } from "@mtoken/server";
import { createClient, endClient, listClients } from "@mtoken/server";
import { exportPKCS8 } from "jose";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";
import type { Shell } from "./shell.ts";

const jwksSchema = v.object({ keys: v.array(v.record(v.string(), v.unknown())) });

export interface AddClientOptions {
  name: string;
  origin: string;
  redirectUri: string[];
  jwks: string;
  company?: string[];
  managesPeople?: boolean;
  json?: boolean;
}

/** Prints the id that the relying party's `RelyingParty` takes. */
export async function addClient(
  {
    name,
    origin,
    redirectUri,
    jwks: file,
    company: companies,
    managesPeople = false,
    json = false,
  }: AddClientOptions,
  shell: Shell,
): Promise<void> {
  const jwks = await readJwks(file);
  const client = await shell.open((context) =>
    createClient(context, {
      ...{ name, origin, redirectUris: redirectUri, jwks, companies, managesPeople },
    }).catch(explain),
  );
  shell.print(json ? JSON.stringify({ client }) : client);
}

/** Lists the relying parties whose registration is good. */
export async function printClients({ json = false }: { json?: boolean }, shell: Shell): Promise<void> {
  const clients = await shell.open((context) => listClients(context));
  if (json) shell.print(JSON.stringify(clients));
  else if (clients.length === 0) shell.print("There are no relying parties yet: mtoken client add.");
  else for (const client of clients) shell.print(describeClient(client));
}

function describeClient({ id, name, origin, redirectUris, companies, managesPeople }: ListedClient): string {
  const manages = managesPeople ? ", manages people" : "";
  const reach = companies === null ? "all companies" : companies.join(" ");
  return [
    `${id}  ${name} (${origin}, ${reach}${manages})`,
    ...redirectUris.map((address) => `    ${address}`),
  ].join("\n");
}

/** Ends the registration of the relying party of this name or id. */
export async function removeClient(wanted: string, shell: Shell): Promise<void> {
  const { withdrawn } = await shell.open(async (context) =>
    endClient(context, await findClient(context, wanted)),
  );
  const taken =
    withdrawn === 0
      ? ""
      : `, and ${withdrawn} open ${withdrawn === 1 ? "request was" : "requests were"} taken back`;
  shell.print(`The registration has ended: its tokens and keys are worth nothing any more${taken}.`);
}

/** Names need not be unique; ids are. */
async function findClient(context: Context, wanted: string): Promise<ClientId> {
  const clients = await listClients(context);
  const found = v.is(clientIdSchema, wanted)
    ? clients.filter(({ id }) => id === wanted)
    : clients.filter(({ name }) => name === wanted);
  const [client, ...others] = found;
  if (client === undefined)
    throw new CommandError(`There is no relying party ${wanted}: mtoken client list.`);
  if (others.length > 0)
    throw new CommandError(
      `There are ${found.length} of this name. Say which by its id: mtoken client list.`,
    );
  return client.id;
}

export interface ClientKeysOptions {
  jwks: string;
  key: string;
}

/** Makes the key pair that a relying party signs its assertions with; what is there already stays as it is. */
export async function makeClientKeys({ jwks, key }: ClientKeysOptions, shell: Shell): Promise<void> {
  const pair = await generateSigningKeyPair({ bits: 2048, extractable: true });
  const publicJwk = await exportPublicJwk(pair.publicKey);
  const entry = { ...publicJwk, kid: await thumbprint(publicJwk), alg: "PS512", use: "sig" };
  await writeNew(key, `${await exportPKCS8(pair.privateKey)}\n`, 0o600);
  await writeNew(jwks, `${JSON.stringify({ keys: [entry] }, null, 2)}\n`, 0o644);
  shell.print(`${key}  the portal's private key: it stays with the portal`);
  shell.print(`${jwks}  its public key: for mtoken client add --jwks`);
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode });
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new CommandError(isThere ? `${file} is there already.` : `${file} can't be written.`);
  }
}

async function readJwks(file: string): Promise<v.InferOutput<typeof jwksSchema>> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`${file} can't be read.`);
  });
  try {
    return v.parse(jwksSchema, JSON.parse(text));
  } catch {
    throw new CommandError(`${file} is not a JWKS: {"keys": […]} with the relying party's public keys.`);
  }
}

function explain(error: unknown): never {
  if (!v.isValiError(error)) throw error;
  const [issue] = error.issues;
  throw new CommandError(
    `The relying party can't be registered: ${v.getDotPath(issue) ?? "it"} ${issue.message}.`,
  );
}
