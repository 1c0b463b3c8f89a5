/**
 * What the app says, in the language it is set to: `messages` is bound anew when that changes, so read it while
 * drawing, never when a file loads.
 */
import {
  type Catalogue,
  type CompiledCatalogue,
  directionOf,
  formatsOf,
  type Language,
  wordingOf,
} from "@mtoken/language";
import type { english } from "../messages.ts";

export type Messages = Catalogue<typeof english>;

export let messages: Messages;
/** Which that is. */
export let language: Language;
/** What `Intl` writes dates and numbers by. */
export let formats: string;

const listeners = new Set<() => void>();

/** Tells of each change of language until what it returns is called. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Makes a language that of the page. */
export function speak(chosen: Language, catalogue: CompiledCatalogue<unknown>): void {
  language = chosen;
  messages = catalogue(wordingOf(language)) as Messages;
  formats = formatsOf(language, navigator.languages);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  for (const listener of listeners) listener();
}
