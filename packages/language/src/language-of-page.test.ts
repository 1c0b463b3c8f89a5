import { beforeEach, expect, test, vi } from "vitest";
import { languageOfPage } from "./language-of-page.ts";
import type { Language } from "./languages.ts";

beforeEach(() => {
  vi.stubGlobal("document", { documentElement: {} });
  return () => vi.unstubAllGlobals();
});

function page(nl: Promise<void> = Promise.resolve()) {
  const catalogue = () => ({});
  let kept: Language | undefined;
  const spoken: Language[] = [];
  const ofPage = languageOfPage({
    catalogues: {
      en: async () => ({ catalogue }),
      nl: async () => nl.then(() => ({ catalogue })),
      de: () => Promise.reject(new TypeError("Failed to fetch")),
    },
    speak: ({ language }) => void spoken.push(language),
    choice: { read: () => kept, write: (language) => void (kept = language) },
  });
  return { ...ofPage, spoken };
}

test("whoever is told of a change finds the new choice, and none where it was taken back", async () => {
  const { chosenLanguage, changeLanguage, onLanguageChange, spoken } = page();
  const found: (Language | undefined)[] = [];
  onLanguageChange(() => found.push(chosenLanguage()));
  await changeLanguage("nl");
  await changeLanguage("en");
  await changeLanguage(undefined);
  expect(found).toEqual(["nl", "en", undefined]);
  expect(spoken.slice(0, 2)).toEqual(["nl", "en"]);
});

test("a language whose texts can't be had changes nothing", async () => {
  const { chosenLanguage, changeLanguage, onLanguageChange, spoken } = page();
  await changeLanguage("nl");
  const told = vi.fn<() => void>();
  onLanguageChange(told);
  await expect(changeLanguage("de")).rejects.toThrow("Failed to fetch");
  expect(chosenLanguage()).toBe("nl");
  expect(spoken).toEqual(["nl"]);
  expect(told).not.toHaveBeenCalled();
});

test("of two that are chosen one after the other the later one stays, however long the texts of the first take", async () => {
  const dutch = Promise.withResolvers<void>();
  const { chosenLanguage, changeLanguage, spoken } = page(dutch.promise);
  const first = changeLanguage("nl");
  await changeLanguage("en");
  dutch.resolve();
  await first;
  expect(chosenLanguage()).toBe("en");
  expect(spoken).toEqual(["en"]);
});
