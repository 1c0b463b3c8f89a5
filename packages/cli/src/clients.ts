/** `mtoken client add`: registers a relying party. */
import { readFile } from "node:fs/promises";
import { createClient } from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";
import { withContext } from "./with-context.ts";

const jwksSchema = v.object({ keys: v.array(v.record(v.string(), v.unknown())) });

export interface AddClientOptions {
  name: string;
  origin: string;
  redirectUri: string[];
  jwks: string;
  json?: boolean;
}

/** Prints the id that the relying party's `RelyingParty` takes. */
export async function addClient({
  name,
  origin,
  redirectUri,
  jwks: file,
  json = false,
}: AddClientOptions): Promise<void> {
  const jwks = await readJwks(file);
  const client = await withContext((context) =>
    createClient(context, { name, origin, redirectUris: redirectUri, jwks }).catch(explain),
  );
  console.log(json ? JSON.stringify({ client }) : client);
}

async function readJwks(file: string): Promise<v.InferOutput<typeof jwksSchema>> {
  try {
    return v.parse(jwksSchema, JSON.parse(await readFile(file, "utf8")));
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
