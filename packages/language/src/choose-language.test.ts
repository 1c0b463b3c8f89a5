import { expect, it } from "vitest";
import { chooseLanguage, formatsOf } from "./choose-language.ts";
import { type Language, languages } from "./languages.ts";

const all = Object.keys(languages) as Language[];

it.each<[string[], Language]>([
  [["nl"], "nl"],
  [["pt-BR", "en"], "pt"],
  [["zh-Hant-TW"], "zh"],
  [["ja-JP", "de-AT", "en-US"], "de"],
  [["AR-eg"], "ar"],
  [["ja-JP"], "en"],
  [["*", "", "not a tag", "fr"], "fr"],
  [[], "en"],
])("for whoever reads %j the language is %s", (wanted, language) => {
  expect(chooseLanguage(wanted, all)).toBe(language);
});

it("a language that is not offered is passed over", () => {
  expect(chooseLanguage(["nl", "de"], ["en", "de"])).toBe("de");
});

it("dates and numbers are written as the phone does in its own language, always in the digits of the key pad", () => {
  expect(formatsOf("en", ["en-US", "nl"])).toBe("en-US-u-ca-gregory-nu-latn");
  expect(formatsOf("en", ["nl-NL", "en"])).toBe("en-GB-u-ca-gregory-nu-latn");
  const arabic = new Intl.DateTimeFormat(formatsOf("ar", ["ar-SA"]), { dateStyle: "long", timeZone: "UTC" });
  expect(arabic.format(Date.UTC(2025, 2, 3))).toMatch(/3.*2025/);
});
