/** How an invitation is told: two secrets that must not travel together (M10). */
import type { Invitation } from "@mtoken/server";

/** Prints link and code, for a person or as JSON. */
export function printInvitation(invitation: Invitation, details: object, json = false): void {
  const { link, code, expiresAt } = invitation;
  if (json) {
    console.log(JSON.stringify({ ...details, link, code, expires_at: expiresAt.toISOString() }));
    return;
  }
  for (const [name, value] of Object.entries(details)) console.log(`${name.padEnd(13)} ${String(value)}`);
  console.log(`link          ${link}`);
  console.log(`code          ${code}`);
  console.log(
    `Both are good once, until ${expiresAt.toISOString()}. Send the link, and hand the code over another way.`,
  );
}
