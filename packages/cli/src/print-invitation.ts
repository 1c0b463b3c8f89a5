/** How an invitation is told: two secrets that must not travel together (M10). */
import type { Invitation, SentInvitation } from "@mtoken/server";

/** Prints link and code, for a person or as JSON. */
export function printInvitation(
  invitation: Invitation | SentInvitation,
  details: object,
  json = false,
): void {
  const { link, code, expiresAt } = invitation;
  if (json) {
    console.log(JSON.stringify({ ...details, link, code, expires_at: expiresAt.toISOString() }));
    return;
  }
  for (const [name, value] of Object.entries(details)) console.log(`${name.padEnd(13)} ${String(value)}`);
  console.log(`link          ${link ?? "goes to the user by mail"}`);
  console.log(`code          ${code}`);
  const send = link === null ? "Hand" : "Send the link, and hand";
  console.log(`Both are good once, until ${expiresAt.toISOString()}. ${send} the code over another way.`);
}
