/** How an invitation is told: two secrets that must not travel together (M10). */
import type { Invitation, SentInvitation } from "@mtoken/server";

/** Link and code, for a person and as data. */
export function tellInvitation(
  { link, code, expiresAt }: Invitation | SentInvitation,
  details: object,
): [words: string, data: object] {
  const words = [
    ...Object.entries(details).map(([name, value]) => `${name.padEnd(13)} ${String(value)}`),
    `link          ${link ?? "goes to the user by mail"}`,
    `code          ${code ?? "goes to the user by the service for codes"}`,
    [`Both are good once, until ${expiresAt.toISOString()}.`, ...whatToDo({ link, code })].join(" "),
  ];
  return [words.join("\n"), { ...details, link, code, expires_at: expiresAt.toISOString() }];
}

function whatToDo({ link, code }: Pick<SentInvitation, "link" | "code">): string[] {
  if (code === null) return link === null ? [] : ["Send the link."];
  return [
    link === null ? "Hand the code over another way." : "Send the link, and hand the code over another way.",
  ];
}
