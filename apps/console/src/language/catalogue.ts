/**
 * What the page says, in the language it is set to: `messages` is bound anew when that changes, so read it while
 * drawing, never when a file loads.
 */
import type { Catalogue, Language, Spoken } from "@mtoken/language";
import type { NoticeTexts } from "@mtoken/notices";
import type { english } from "../messages.ts";

/** The console's own texts, and the names that it shares with notices. */
export type Messages = Catalogue<typeof english> & { notices: Pick<NoticeTexts, "computerName"> };

export let messages: Messages;
/** Which that is. */
export let language: Language;
/** What `Intl` writes dates and numbers by. */
export let formats: string;

/** Makes a language that of the page (load-language.ts). */
export function speak(spoken: Spoken): void {
  ({ language, formats } = spoken);
  messages = spoken.texts as Messages;
}
