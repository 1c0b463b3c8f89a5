/** The language that a page speaks: the one that was chosen on it, else the one that the browser is set to. */
import { chooseLanguage, formatsOf } from "./choose-language.ts";
import { directionOf, isLanguage, type Language, sourceLanguage } from "./languages.ts";
import { type CompiledCatalogue, wordingOf } from "./wording.ts";

/** A page's texts in a language, and that language. */
export interface Spoken {
  language: Language;
  /** The page knows which. */
  texts: unknown;
  /** What `Intl` writes dates and numbers by. */
  formats: string;
}

export interface LanguageOfPageOptions {
  /** Those of `virtual:catalogues`. */
  catalogues: Partial<Record<Language, () => Promise<{ catalogue: CompiledCatalogue<unknown> }>>>;
  /** Makes them the texts that the page reads. */
  speak(spoken: Spoken): void;
  /** Where the page keeps what was chosen; whatever else lies there counts as no choice. */
  choice: { read(): string | undefined; write(language: Language | undefined): void };
}

export interface LanguageOfPage {
  /** Those that the page speaks, in the order in which they are offered. */
  offeredLanguages(): Language[];
  /** What was chosen; none where the page goes by the browser. */
  chosenLanguage(): Language | undefined;
  /** Speaks the reader's language; English when its texts can't be had. */
  speakChosenLanguage(): Promise<void>;
  /** Fetches a language's texts and speaks it; nothing changes when they can't be had. */
  loadLanguage(language: Language): Promise<void>;
  /** Keeps a choice, or takes it back, and follows it. The choice counts once its texts are there. */
  changeLanguage(language: Language | undefined): Promise<void>;
  /** Shows, of texts that stand in each language, the reader's. */
  showOwn(texts: HTMLElement | null): void;
  /** Tells of each change of language until what it returns is called. */
  onLanguageChange(listener: () => void): () => void;
}

export function languageOfPage({ catalogues, speak, choice }: LanguageOfPageOptions): LanguageOfPage {
  const listeners = new Set<() => void>();
  const offered = Object.keys(catalogues).filter(isLanguage);
  let changes = 0;

  function chosenLanguage(): Language | undefined {
    const language = choice.read();
    return offered.find((one) => one === language);
  }

  function browserLanguage(): Language {
    return chooseLanguage(navigator.languages, offered);
  }

  async function fetchLanguage(language: Language): Promise<Spoken> {
    const load = catalogues[language];
    if (load === undefined) throw new TypeError(`The page does not speak ${language}`);
    const { catalogue } = await load();
    const formats = formatsOf(language, navigator.languages);
    return { language, texts: catalogue(wordingOf(language)), formats };
  }

  function follow(spoken: Spoken): void {
    const { language } = spoken;
    speak(spoken);
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    for (const listener of listeners) listener();
  }

  async function loadLanguage(language: Language): Promise<void> {
    follow(await fetchLanguage(language));
  }

  return {
    offeredLanguages: () => offered,
    chosenLanguage,
    loadLanguage,
    async speakChosenLanguage() {
      const language = chosenLanguage() ?? browserLanguage();
      try {
        await loadLanguage(language);
      } catch (error) {
        if (language === sourceLanguage) throw error;
        await loadLanguage(sourceLanguage);
      }
    },
    async changeLanguage(language) {
      changes += 1;
      const change = changes;
      const spoken = await fetchLanguage(language ?? browserLanguage());
      // Another one was chosen while the texts of this one were on their way.
      if (change !== changes) return;
      // Before anybody is told: what draws itself anew reads which one was chosen.
      choice.write(language);
      follow(spoken);
    },
    showOwn(texts) {
      if (texts === null) return;
      const language = chosenLanguage() ?? browserLanguage();
      for (const text of texts.querySelectorAll("[lang]"))
        text.toggleAttribute("hidden", text.getAttribute("lang") !== language);
      texts.hidden = false;
    },
    onLanguageChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
