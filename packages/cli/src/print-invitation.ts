/** How an invitation is told: two secrets that must not travel together (M10). */
import type { Invitation, SentInvitation } from "@mtoken/server";

/** Link and code, for a person and as data. */
export function tellInvitation(
  { link, code, expiresAt }: Invitation | SentInvitation,
  details: object,
): [words: string, data: object] {
  const send = link === null ? "Hand" : "Send the link, and hand";
  const words = [
    ...Object.entries(details).map(([name, value]) => `${name.padEnd(13)} ${String(value)}`),
    `link          ${link ?? "goes to the user by mail"}`,
    `code          ${code}`,
    `Both are good once, until ${expiresAt.toISOString()}. ${send} the code over another way.`,
  ];
  return [words.join("\n"), { ...details, link, code, expires_at: expiresAt.toISOString() }];
}
