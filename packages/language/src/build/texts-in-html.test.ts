import { expect, it } from "vitest";
import { inEachLanguage, keysInHtml } from "./texts-in-html.ts";

const html = "<noscript><!-- in each language: html.noScript --></noscript><!-- another -->";

it("finds the texts that a page's HTML asks for", () => {
  expect(keysInHtml(html)).toEqual(["html.noScript"]);
});

it("writes them in each language, as text and in its direction", () => {
  const texts = [
    ["en", "Fish & <chips>"],
    ["ar", "نص"],
  ] as const;
  expect(inEachLanguage(html, () => texts)).toBe(
    '<noscript><p lang="en" dir="ltr">Fish &amp; &lt;chips></p><p lang="ar" dir="rtl">نص</p></noscript><!-- another -->',
  );
});
