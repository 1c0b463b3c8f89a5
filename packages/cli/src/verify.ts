/** `mtoken verify FILE --keys FILE`: evidence, checked without any server (docs/protocol.md §9). */
import { readFile } from "node:fs/promises";
import type { Content, IdentityJwks, SoundEvidence } from "@mtoken/protocol";
import { accountText, amountText, identityJwksSchema, verifyEvidence } from "@mtoken/protocol";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";
import type { Shell } from "./shell.ts";

export interface VerifyOptions {
  keys: string;
  json?: boolean;
}

/** Prints what the evidence shows; fails, and names the broken link, where it doesn't hold. */
export async function verify(
  file: string,
  { keys, json = false }: VerifyOptions,
  shell: Shell,
): Promise<void> {
  const evidence = await readJson(file);
  const result = await verifyEvidence({ evidence, jwks: await readKeys(keys) });
  if (json) shell.print(JSON.stringify(result));
  if (!result.ok) {
    throw new CommandError(`The evidence does not hold. Broken at "${result.broken}": ${result.message}`);
  }
  if (!json) shell.print(describe(result));
}

async function readKeys(file: string): Promise<IdentityJwks> {
  const parsed = v.safeParse(identityJwksSchema, await readJson(file));
  if (parsed.success) return parsed.output;
  throw new CommandError(
    `${file} holds no identity keys of an mtoken server (its /.well-known/mtoken-keys).`,
  );
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`${file} can't be read.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not JSON.`);
  }
}

function describe({ envelope, receipt, certificate, checkpoint, revokedKeys }: SoundEvidence): string {
  const rows: [string, string][] = [
    ["Decision", receipt.decision === "approve" ? "confirmed" : "refused"],
    ["What", envelope.content === null ? "sign-in" : describeContent(envelope.content)],
    ["Asked by", `${envelope.relying_party.name} (${envelope.origin})`],
    ["Decided by", `${envelope.user.name}, ${envelope.company.name}`],
    ["With", `${receipt.factor} and the key of ${certificate.device}`],
    ["At", instant(receipt.iat)],
    ["Logged", `entry in a log of ${checkpoint.size}, checkpoint of ${instant(checkpoint.iat)}`],
    ["Server", receipt.iss],
  ];
  const warnings = revokedKeys.map(
    (key) =>
      `Note: the key ${key} was revoked after this checkpoint. Compare the checkpoint with one kept elsewhere before then.`,
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    "The evidence holds.",
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...warnings,
  ].join("\n");
}

function describeContent(content: Content): string {
  switch (content.type) {
    case "payment":
      return `payment of ${moneyText(content)} to ${content.payee.name}, ${accountText(content.payee.account)}`;
    case "batch":
      return `batch of ${content.count} payments, ${content.totals.map(moneyText).join(", ")}`;
    case "document":
      return `document "${content.name}"`;
    case "statement":
      // On one line: what was signed must not write lines of this report.
      return `statement ${JSON.stringify(content.text)}`;
  }
}

/** As the phone shows it, so that the two can be compared. */
function moneyText({ amount, currency }: { amount: string; currency: string }): string {
  return `${currency} ${amountText(amount)}`;
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
