/** What a mail of the outbox says, in its reader's language. */
import { invitationMail, type Mail, noticeMail } from "@mtoken/mail";
import { formatActivationLink, readNotice } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { consolePageOf } from "./console-page.ts";
import type { ClaimedMail, OfInvitation } from "./mail-store.ts";

type Parts = Pick<Context, "config" | "sealer" | "clock">;

/** Undefined where there is nothing to say any more. */
export function composeMail(parts: Parts, mail: ClaimedMail): Mail | undefined {
  const { consoleOrigin, mailLanguage: fallback, deskPhone = null } = parts.config;
  const reader = { company: mail.company, language: mail.language, fallback };
  if (mail.kind === null) {
    const link = openLink(parts, mail);
    if (link === undefined) return undefined;
    return invitationMail({ ...reader, link, expiresAt: mail.invitation_until });
  }
  const { at, about, kind, data, about_id: aboutId, role, fingerprint: controlCode } = mail;
  const content = readNotice(mail);
  const page = `${consoleOrigin}${consolePageOf({ kind, data, aboutId, reader: role })}`;
  const consolePage = mail.signs_in ? page : undefined;
  return content && noticeMail({ ...reader, content, at, about, consolePage, controlCode, deskPhone });
}

/** Only of an invitation that can still be accepted. */
function openLink(
  { config, sealer, clock }: Parts,
  { activation_id: activation, invitation_until, sealed_link_secret }: OfInvitation,
): string | undefined {
  if (sealed_link_secret === null || invitation_until <= clock.now()) return undefined;
  const place = { table: "activation_secrets", column: "sealed_link_secret", row: activation } as const;
  const secret = sealer.open(place, sealed_link_secret);
  return formatActivationLink({ origin: config.serverOrigin, activation, secret });
}
