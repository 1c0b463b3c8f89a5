/** A mail with the link of an invitation. The registration code comes another way: no mail is ever given one (M10). */
import { mailLanguageOf, textsIn } from "./catalogues.ts";
import { formatMoment } from "./format-moment.ts";
import type { Correspondence } from "./notice-mail.ts";
import { type Mail, writeMail } from "./write-mail.ts";

export interface InvitationMail extends Correspondence {
  link: string;
  expiresAt: Date;
}

export function invitationMail({ link, expiresAt, ...reader }: InvitationMail): Mail {
  const language = mailLanguageOf(reader.language, reader.fallback);
  const messages = textsIn(language);
  const { company } = reader;
  const { title, text, open, until, caution } = messages.invitation;
  return writeMail({
    language,
    subject: messages.subjects.invitation({ company }),
    title: title({ company }),
    facts: [],
    paragraphs: [text, until({ moment: formatMoment(expiresAt, language, reader.language) }), caution],
    link: { label: open, url: link },
    footer: [messages.footer.reason, messages.footer.care],
  });
}
