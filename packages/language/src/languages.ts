/** The languages that texts are kept in, each by its own name, in the order in which they are offered. */

export const languages = {
  en: { name: "English", formats: "en-GB" },
  nl: { name: "Nederlands", formats: "nl-NL" },
  de: { name: "Deutsch", formats: "de-DE" },
  fr: { name: "Français", formats: "fr-FR" },
  es: { name: "Español", formats: "es-ES" },
  it: { name: "Italiano", formats: "it-IT" },
  pt: { name: "Português", formats: "pt-PT" },
  pl: { name: "Polski", formats: "pl-PL" },
  cs: { name: "Čeština", formats: "cs-CZ" },
  sk: { name: "Slovenčina", formats: "sk-SK" },
  hu: { name: "Magyar", formats: "hu-HU" },
  ro: { name: "Română", formats: "ro-RO" },
  bg: { name: "Български", formats: "bg-BG" },
  uk: { name: "Українська", formats: "uk-UA" },
  ar: { name: "العربية", formats: "ar" },
  zh: { name: "中文", formats: "zh-CN" },
} as const satisfies Record<string, { name: string; formats: string }>;

export type Language = keyof typeof languages;

/** English is the source of all others. */
export const sourceLanguage = "en" satisfies Language;

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag);
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}
