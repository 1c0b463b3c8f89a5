/** Text that somebody decides by. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DisplayKind } from "./display-text.ts";
import { displayProblem } from "./display-text.ts";

const kinds: DisplayKind[] = ["name", "line", "text"];

/** Whatever is named here has no ink of its own, or steers the text: no kind may hold it, anywhere. */
const hidden: Record<string, string> = {
  NUL: "\u0000",
  tab: "\t",
  "carriage return": "\r",
  DEL: "\u007f",
  "next line": "\u0085",
  "soft hyphen": "\u00ad",
  "combining grapheme joiner": "\u034f",
  "Arabic letter mark": "\u061c",
  "Hangul filler": "\u1160",
  "Mongolian vowel separator": "\u180e",
  "en quad": "\u2000",
  "hair space": "\u200a",
  "zero-width space": "\u200b",
  "zero-width non-joiner": "\u200c",
  "zero-width joiner": "\u200d",
  "left-to-right mark": "\u200e",
  "right-to-left mark": "\u200f",
  "line separator": "\u2028",
  "paragraph separator": "\u2029",
  "left-to-right embedding": "\u202a",
  "right-to-left embedding": "\u202b",
  "pop directional formatting": "\u202c",
  "left-to-right override": "\u202d",
  "right-to-left override": "\u202e",
  "word joiner": "\u2060",
  "invisible plus": "\u2064",
  "left-to-right isolate": "\u2066",
  "right-to-left isolate": "\u2067",
  "first strong isolate": "\u2068",
  "pop directional isolate": "\u2069",
  "blank Braille": "\u2800",
  "Hangul filler of compatibility": "\u3164",
  "private use": "\ue000",
  "variation selector": "\ufe0f",
  "byte order mark": "\ufeff",
  "halfwidth Hangul filler": "\uffa0",
  "interlinear annotation": "\ufff9",
  "replacement character": "\ufffd",
  noncharacter: "\uffff",
  "high surrogate": "\ud800",
  "low surrogate": "\udfff",
  "musical format": "\u{1d173}",
  "language tag": "\u{e0001}",
  "tag letter": "\u{e0041}",
  "variation selector 256": "\u{e01ef}",
  "private plane": "\u{10fffd}",
  "long stroke overlay": "\u0336",
  "enclosing circle": "\u20dd",
};

describe("displayProblem", () => {
  it.each(Object.entries(hidden))("refuses a %s in every kind of text", (_name, character) => {
    for (const kind of kinds) {
      expect(displayProblem(`Pay ${character}1000`, kind)).toBeDefined();
      expect(displayProblem(`A${character}`, kind)).toBeDefined();
    }
  });

  it("refuses whatever Unicode calls a control, a format, a private or a surrogate character", () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (
        character === "\n" ||
        !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(character)
      )
        continue;
      if (displayProblem(`A${character}A`, "text") === undefined)
        expect.fail(`U+${code.toString(16)} passed`);
    }
  });

  it("takes line breaks in a text alone", () => {
    expect(displayProblem("one\ntwo", "text")).toBeUndefined();
    expect(displayProblem("one\ntwo", "line")).toBeDefined();
    expect(displayProblem("one\ntwo", "name")).toBeDefined();
  });

  it("takes names of many languages", () => {
    for (const name of [
      "Müller & Söhne GmbH",
      "Ελληνική Εταιρεία",
      "ООО «Ромашка»",
      "株式会社ウィジェット",
      "شركة المثال",
      "חברה לדוגמה",
      "บริษัท ตัวอย่าง จำกัด",
      "Công ty Ví dụ",
      "O'Neill-Łódź 24/7",
    ]) {
      expect(displayProblem(name, "name")).toBeUndefined();
    }
  });

  it("refuses text that is not in normalisation form C", () => {
    expect(displayProblem("Zoe\u0308", "line")).toBeDefined();
    expect(displayProblem("Zoë", "line")).toBeUndefined();
  });

  it("refuses combining marks that stand alone or pile up", () => {
    expect(displayProblem("\u0301a", "line")).toBeDefined();
    expect(displayProblem("a\n\u0301b", "text")).toBeDefined();
    expect(displayProblem(`x${"\u0316".repeat(5)}`, "line")).toBeDefined();
  });

  it("refuses blank text", () => {
    expect(displayProblem(" ", "line")).toBeDefined();
    expect(displayProblem("\n\u3000", "text")).toBeDefined();
  });

  it.each([
    ["Cyrillic in Latin", "\u0410cme"],
    ["Latin in Cyrillic", "Ромaшка"],
    ["Greek in Latin", "Acm\u03b5"],
    ["Greek in Cyrillic", "Ромαшка"],
    ["after a digit", "Acme2\u0410"],
    ["Armenian in Latin", "A\u0578e"],
    ["Cherokee in Latin", "\u13aacme"],
    ["Coptic in Latin", "A\u2ca4me"],
    ["Lisu in Latin", "\ua4eecme"],
    ["Han in Cyrillic", "Ромашка\u4e00"],
    ["Kana in Hangul", "\uc704\u30a8"],
  ])("refuses a name that mixes look-alikes in one word: %s", (_what, name) => {
    expect(displayProblem(name, "name")).toBeDefined();
    expect(displayProblem(`Bank ${name} Ltd`, "name")).toBeDefined();
  });

  it("takes a name whose words are each of one alphabet", () => {
    expect(displayProblem("Acme Ромашка Εταιρεία", "name")).toBeUndefined();
  });

  it("refuses letters in mathematical or enclosed dress in names", () => {
    for (const name of ["𝐀cme", "🄰cme", "Ⓐcme"]) expect(displayProblem(name, "name")).toBeDefined();
  });

  it.each([
    ["Lisu", "\ua4ee\ua4da\ua4df\ua4f0"],
    ["Cherokee", "\u13aa\u13df\u13b7\u13ac"],
    ["Coptic", "\u2ca4\u2ca4\u2c9a"],
    ["small capitals", "\u1d00\u1d04\u1d0d\u1d07"],
    ["fullwidth letters", "\uff21\uff43\uff4d\uff45"],
    ["a fullwidth slash", "24\uff0f7"],
    ["a ligature", "O\ufb03ce"],
    ["Roman numerals", "Louis \u2163"],
    ["modifier letters", "Acme\u02b0\u02e1"],
    ["a modifier colon", "https\ua789acme"],
    ["a phonetic a", "\u0251cme"],
    ["a click that looks like a mark", "Acme\u01c3"],
    ["a fraction slash", "acme\u2044pay"],
    ["a division slash", "acme\u2215pay"],
    ["digits of two kinds", "Acme 1\u09ea"],
    ["a dotless i with a dot", "M\u0131\u0307ller"],
    ["a dotless i with an acute", "Garc\u0131\u0301a"],
    ["a dotless j with a dot", "\u0237\u0307ohn"],
    ["a dotted i with one more dot", "Mi\u0307ller"],
    ["a dotted i with a mark below and one above", "Mi\u0331\u0307ller"],
    ["a Ukrainian i with a dot", "\u0456\u0307ван"],
    ["a small capital G", "\u0262oogle"],
    ["an iota", "C\u0269ty"],
    ["a capital iota", "\u0196BM"],
    ["a small capital I, as a capital", "\ua7aeBM"],
    ["a wynn", "\u01bfaypal"],
    ["a capital wynn", "\u01f7aypal"],
    ["tone two", "\u01a8parkasse"],
    ["capital tone two", "\u01a7parkasse"],
    ["tone five", "\u01bdparkasse"],
    ["a turned L", "A\ua781"],
    ["a turned E", "\u01ddliyev"],
    ["an o with a ring in it", "B\u2c7ank"],
    ["a reversed c", "A\u2184cra"],
    ["a dialectologist's letter", "B\uab64nk"],
    ["an epigraphic letter", "\ua7fepple"],
    ["a sinological dot", "A\ua78fB"],
    ["a phonetician's letter of later", "\u{1df00}cme"],
    ["a minus", "A\u2212B"],
    ["a line of a drawing", "A\u2502B"],
    ["a light bar", "A\u2758B"],
    ["a vertical line extension", "A\u23d0B"],
  ])("refuses a name that only looks like another one: %s", (_what, name) => {
    expect(displayProblem(name, "name")).toBeDefined();
    expect(displayProblem(`Bank ${name} Ltd`, "name")).toBeDefined();
  });

  it("takes what names of real people and companies have", () => {
    for (const name of [
      "ソニー株式会社",
      "LINEヤフー株式会社",
      "삼성SDI 주식회사",
      "ABC貿易",
      "Hawai\u02bbian Bank",
      "П\u02bcятигорськ",
      "Школа №5",
      "3½ Zimmer² GmbH™",
      "M\u00aa José d\u00b4Orsay…",
      "Հայաստան և բանկ",
      "De Ĳssel",
      "საქართველოს ბანკი",
      "ที่ทำการ ๒๔",
      "İstanbul Işık A.Ş.",
      "Ɗan Ɓaure ŋɔɛ",
      "Jean\u2011Pierre Dupont",
      "\u00b5-Tech GmbH",
      "Co\u0140lectiu CO\u013fLECTIU",
      "Əliyev İlqar Oğlu",
      "Ķekavas novads, Čačak, Iłża, Įmonė",
      "García Japī Dvořák ǰ",
      "Київ, Їжак, Јован, Йосип",
      "Nguyễn Thị Bích",
    ]) {
      expect.soft(displayProblem(name.normalize("NFC"), "name"), name).toBeUndefined();
    }
  });

  it("says what to write in place of what a name may not have", () => {
    expect(displayProblem("Paul \u2161", "name")).toContain('write "II" in place of "\u2161"');
    expect(displayProblem("4\u1d49 Rue", "name")).toContain('write "e" in place of "\u1d49"');
    expect(displayProblem("\ufb01n", "name")).toContain('write "fi" in place of "\ufb01"');
    expect(displayProblem("A\u2212B", "name")).toContain('write "-" in place of "\u2212"');
    expect(displayProblem("\u01ddliyev", "name")).toContain('write "\u0259" in place of "\u01dd"');
    expect(displayProblem("Groupe\u00a0X", "name")).toContain("write one plain space");
    expect(displayProblem("\u01bfaypal", "name")).not.toContain("in place of");
  });

  it("refuses what pushes the rest of a text out of sight", () => {
    const far = ["\n".repeat(4), "\n \n\u00a0\n \n", " ".repeat(17), "\u3000\u00a0".repeat(9)];
    for (const gap of far) expect(displayProblem(`I agree.${gap}I owe 1000.`, "text")).toBeDefined();
    expect(displayProblem(`I agree.${" ".repeat(17)}I owe 1000.`, "line")).toBeDefined();
    const near = ["\n\n\n", "\n  \n\n", " ".repeat(16)];
    for (const gap of near) expect(displayProblem(`I agree.${gap}I owe 1000.`, "text")).toBeUndefined();
  });

  it("refuses untidy spaces in names", () => {
    for (const name of [" Acme", "Acme ", "Acme  Ltd", "Acme\u00a0Ltd"]) {
      expect(displayProblem(name, "name")).toBeDefined();
    }
  });

  it("takes every printable ASCII line that is not blank", () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(ascii, (text) => {
        fc.pre(text.trim() !== "" && !/ {17}/.test(text));
        expect(displayProblem(text, "line")).toBeUndefined();
      }),
    );
  });
});
