/** `mtoken keys …`: the server's identity keys, which sign what phones believe (docs/protocol.md §3). */
import { type IdentityJwk, ProtocolError } from "@mtoken/protocol";
import type { Context } from "@mtoken/server";
import { revokeIdentityKey, rotateIdentity } from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { commandLine } from "./command-line.ts";
import type { Shell } from "./shell.ts";

const by = { by: commandLine.kind };

type Standing = "signs" | "verifies" | "later" | "over" | "revoked";

interface ListedKey {
  kid: string;
  standing: Standing;
  from: string;
  until: string;
  revoked?: string;
}

/** Lists all keys there ever were, the oldest first. */
export async function printKeys({ json = false }: { json?: boolean }, shell: Shell): Promise<void> {
  const keys = await shell.open(async (context) => listKeys(context));
  if (json) shell.print(JSON.stringify(keys));
  else for (const key of keys) shell.print(describeKey(key));
}

export interface RotateOptions {
  from?: string;
  json?: boolean;
}

/** Adds a key and prints its thumbprint. */
export async function rotate({ from, json = false }: RotateOptions, shell: Shell): Promise<void> {
  const kid = await shell.open((context) => rotateIdentity(context, readStart(from, context), by));
  shell.print(json ? JSON.stringify({ kid }) : kid);
}

/** Revokes a key; one must be left that signs. */
export async function revoke(kid: string, shell: Shell): Promise<void> {
  await shell.open((context) =>
    revokeIdentityKey(context, kid, by).catch((error: unknown) => {
      throw explain(error, kid);
    }),
  );
  shell.print("The key is revoked: nothing that it signs from now on is believed.");
}

function explain(error: unknown, kid: string): unknown {
  if (!(error instanceof ProtocolError)) return error;
  switch (error.code) {
    case "not_found":
      return new CommandError(`There is no key "${kid}": mtoken keys list shows them.`);
    case "already_decided":
      return new CommandError(`The key ${kid} was revoked before: mtoken keys list says when.`);
    case "last_identity_key":
      return new CommandError("No other key could sign: mtoken keys rotate, then revoke this one.");
    default:
      return error;
  }
}

function readStart(text: string | undefined, { clock }: Context): Date {
  if (text === undefined) return clock.now();
  const from = new Date(text);
  if (Number.isNaN(from.getTime())) {
    throw new CommandError(`"${text}" is not a time, as in 2027-01-31T00:00:00Z.`);
  }
  // A key that seems to have signed before it was there would let what it signs be dated back.
  if (from < clock.now()) throw new CommandError(`"${text}" is past: a key signs from now on, or later.`);
  return from;
}

/** The newest that is valid now signs; the others verify what they signed. */
function listKeys({ identity, clock }: Context): ListedKey[] {
  const now = Math.floor(clock.now().getTime() / 1000);
  const listed = identity.jwks().keys.map((key) => describeStanding(key, now));
  const signing = listed.findLast(({ standing }) => standing === "verifies");
  return listed.map((key) => (key === signing ? { ...key, standing: "signs" } : key));
}

function describeStanding({ kid, nbf, exp, revoked }: IdentityJwk, now: number): ListedKey {
  const times = { from: timeText(nbf), until: timeText(exp) };
  if (revoked !== undefined) return { kid, standing: "revoked", ...times, revoked: timeText(revoked) };
  if (now < nbf) return { kid, standing: "later", ...times };
  return { kid, standing: now < exp ? "verifies" : "over", ...times };
}

function describeKey({ kid, standing, from, until, revoked }: ListedKey): string {
  return `${kid}  ${standing}  from ${from} until ${until}${revoked === undefined ? "" : `, revoked ${revoked}`}`;
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
