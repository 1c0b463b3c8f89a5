/**
 * What the app says, in the language it is set to: `messages` is bound anew when that changes, so read it while
 * drawing, never when a file loads.
 */
import type { Catalogue, Language, Spoken } from "@mtoken/language";
import type { NoticeTexts } from "@mtoken/notices";
import type { english } from "../messages.ts";

/** The app's own texts, and what notices say here as in mails. */
export type Messages = Catalogue<typeof english> & { notices: NoticeTexts };

export let messages: Messages;
/** Which that is. */
export let language: Language;
/** What `Intl` writes dates and numbers by. */
export let formats: string;

/** Makes a language that of the app (load-language.ts). */
export function speak(spoken: Spoken): void {
  ({ language, formats } = spoken);
  messages = spoken.texts as Messages;
}
