/** What the server's mails say. Who gets one, and how it gets there, is the server's. */
export type { Language as MailLanguage } from "@mtoken/language/node";
export { mailLanguages } from "./catalogues.ts";
export { type InvitationMail, invitationMail } from "./invitation-mail.ts";
export { type NoticeMail, noticeMail } from "./notice-mail.ts";
export type { Mail } from "./write-mail.ts";
