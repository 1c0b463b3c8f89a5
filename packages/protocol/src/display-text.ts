/**
 * Text that is shown to somebody who decides by it (docs/protocol.md §7): nothing in it may be invisible, turn the
 * reading direction, push the rest out of sight, or pass for something else. Ranges are written out where they can be.
 * Unicode's properties are only asked whether a letter is of a script, so that a phone with an older Unicode, to which
 * newer letters are no letters, never refuses what the server took.
 */
import * as v from "valibot";

/** `name`: one line for one thing. `line`: one line of free text. `text`: may hold line breaks. */
export type DisplayKind = "name" | "line" | "text";

/** Steers, hides or has no agreed shape: never part of a text that somebody approves. */
const forbidden = new RegExp(
  `[${[
    // Control characters (C0, DEL, C1), except the line break, which has a rule of its own.
    "\\u{0}-\\u{9}\\u{b}-\\u{1f}\\u{7f}-\\u{9f}",
    // Direction: marks, embeddings, overrides, isolates ("Trojan Source", CVE-2021-42574).
    "\\u{61c}\\u{200e}\\u{200f}\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}",
    // Without width or ink: joiners, fillers, soft hyphen, variation selectors, blank Braille, tags (with the rest).
    "\\u{ad}\\u{34f}\\u{115f}\\u{1160}\\u{17b4}\\u{17b5}\\u{180b}-\\u{180f}\\u{200b}-\\u{200d}\\u{2060}-\\u{206f}",
    "\\u{2800}\\u{3164}\\u{fe00}-\\u{fe0f}\\u{feff}\\u{ffa0}\\u{1bca0}-\\u{1bca3}\\u{1d159}\\u{1d173}-\\u{1d17a}",
    // Format characters of single scripts, interlinear annotation, replacement characters.
    "\\u{600}-\\u{605}\\u{6dd}\\u{70f}\\u{890}\\u{891}\\u{8e2}\\u{110bd}\\u{110cd}\\u{13430}-\\u{1345f}\\u{fff0}-\\u{ffff}",
    // Line and paragraph separators, and spaces of odd widths.
    "\\u{1680}\\u{2000}-\\u{200a}\\u{2028}\\u{2029}\\u{205f}",
    // Strokes and frames drawn over the character before: they can cross out a digit.
    "\\u{334}-\\u{338}\\u{20d0}-\\u{20ff}",
    // Unpaired surrogates, private use, noncharacters, and the planes that hold no text.
    "\\u{d800}-\\u{dfff}\\u{e000}-\\u{f8ff}\\u{fdd0}-\\u{fdef}\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}\\u{3fffe}-\\u{10ffff}",
  ].join("")}]`,
  "u",
);

/** A mark with nothing to stand on, or so many of them that they cover the lines around. */
const strayMarks = /^\p{M}|\n\p{M}|\p{M}{5}/u;

/** Names have one space between words, and none at their ends. */
const untidyName = /^ | $| {2}|[\u00a0\u202f\u3000]/;

/** Longer runs of blanks, or of lines without ink, would push what follows off the screen. */
const wideGap = /[ \u{a0}\u{202f}\u{3000}]{17}|(?:\n[ \u{a0}\u{202f}\u{3000}]*){4}/u;

/** Letters in mathematical dress: "𝐀𝐂𝐌𝐄" is no name, and none of it is Latin to a script check. */
const dressedLetters = /[\u{1d400}-\u{1d7ff}\u{1f100}-\u{1f1ff}\u{2460}-\u{24ff}]/u;

/**
 * Of one script with what they look like, or of none. No language of Europe writes one of these. Africa's ə-twin ǝ (U+01DD)
 * and ı-like ɩ are refused too, since Azerbaijan's ə and Turkey's ı are the same pictures; its ɔ stays, a letter
 * of many people's names that is no other letter's picture.
 */
const lookAlikes = new RegExp(
  `[${[
    // Clicks that look like ! and |, phonetic letters and small capitals that look like a, g and capitals.
    "\\u{1c0}-\\u{1c3}\\u{251}\\u{261}\\u{262}\\u{26a}\\u{274}\\u{280}\\u{28f}\\u{299}\\u{29c}\\u{29f}\\u{1d00}-\\u{1d2b}\\u{a730}\\u{a731}",
    // Letters out of use or of dialectologists that look like p, s, i, l, o and e: wynn, the old tone letters, iota, turned L.
    "\\u{196}\\u{1a7}\\u{1a8}\\u{1bc}\\u{1bd}\\u{1bf}\\u{1dd}\\u{1f7}\\u{269}\\u{2183}\\u{2184}\\u{2c7a}\\u{a780}\\u{a781}\\u{a7ae}\\u{a7af}",
    "\\u{a7f7}-\\u{a7ff}\\u{ab30}-\\u{ab6b}\\u{1df00}-\\u{1dfff}",
    // Modifier letters and tone marks, but the ʻ and ʼ that languages write.
    "\\u{2b0}-\\u{2ba}\\u{2bd}-\\u{2ff}\\u{1d2c}-\\u{1d6a}\\u{1d78}\\u{1d9b}-\\u{1dbf}\\u{a700}-\\u{a721}\\u{a788}-\\u{a78c}\\u{a78f}",
    // Slashes, a colon, bars, a minus and a tilde that are signs of mathematics or drawings.
    "\\u{2044}\\u{2212}\\u{2215}\\u{2216}\\u{2223}\\u{2236}\\u{223c}\\u{23d0}\\u{2502}\\u{2758}\\u{29f5}\\u{29f8}\\u{29f9}",
  ].join("")}]`,
  "u",
);

/**
 * A mark above a letter that has a dot, or is written without one: "ı̇" is i's picture, "i̇" too. What languages write of
 * these, such as í, ǰ and ї, is one character in form C.
 */
const dottedTwice = new RegExp(
  `[${[
    "ij\\u{12f}\\u{131}\\u{237}\\u{249}\\u{268}\\u{29d}\\u{3f3}\\u{456}\\u{458}\\u{1d96}\\u{1e2d}\\u{1ecb}",
  ].join("")}]\\p{M}*[${[
    "\\u{300}-\\u{315}\\u{31a}\\u{33d}-\\u{344}\\u{346}\\u{34a}-\\u{34c}\\u{350}-\\u{352}\\u{357}\\u{358}\\u{35b}\\u{35d}\\u{35e}",
    "\\u{360}\\u{361}\\u{363}-\\u{36f}\\u{483}-\\u{487}\\u{1ab0}-\\u{1aff}\\u{1dc0}-\\u{1dff}\\u{fe20}-\\u{fe2f}",
  ].join("")}]`,
  "u",
);

/** What to write for a look-alike of which normalisation form KC knows no plain one. */
const plainOnes: Record<string, string> = { "\u01dd": "\u0259", "\u2212": "-" };

/** What normalisation form KC would change, and names have all the same: ª º ² ³ ¹ ¼ ½ ¾ ´ µ Ŀ ŀ ‑ … № ™ Ĳ ĳ և ำ ຳ. */
const usualInNames =
  /[\u{aa}\u{ba}\u{b2}\u{b3}\u{b9}\u{bc}-\u{be}\u{b4}\u{b5}\u{132}\u{133}\u{13f}\u{140}\u{587}\u{e33}\u{eb3}\u{2011}\u{2026}\u{2116}\u{2122}]/gu;

const word = /[\p{L}\p{M}\p{N}]+/gu;

/** The scripts in common use (UAX #31, table 5), the likeliest first. */
const scripts = [
  ...[
    "Latin",
    "Arabic",
    "Armenian",
    "Bengali",
    "Bopomofo",
    "Cyrillic",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Greek",
  ],
  ...["Gujarati", "Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer", "Lao"],
  ...["Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan"],
];

/** What one word may be written in: one script, or those that are written together ("highly restrictive", UTS #39 §5.2). */
const writings = [
  ...scripts.map((script) => [script]),
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
].map((together) => {
  const letters = ["Common", "Inherited", ...together].map((script) => `\\p{Script=${script}}`);
  return new RegExp(`^[${letters.join("")}]*$`, "u");
});

const asciiDigit = /[0-9]/;
const otherDigit = /(?![0-9])\p{Nd}/u;

function isOfOneWriting(letters: string): boolean {
  return writings.some((writing) => writing.test(letters));
}

/**
 * Why a text may not be shown to somebody who decides by it; undefined when it may.
 *
 * @param kind what the text is: only a `text` has line breaks, only a `name` is asked for its scripts.
 */
export function displayProblem(text: string, kind: DisplayKind): string | undefined {
  if (forbidden.test(text))
    return "has a character that is invisible, steers the text or has no agreed shape";
  if (kind !== "text" && text.includes("\n")) return "has a line break";
  if (text.normalize("NFC") !== text) return "is not in Unicode normalisation form C";
  if (strayMarks.test(text)) return "has combining marks that cover other characters";
  if (text !== "" && text.trim() === "") return "is blank";
  if (wideGap.test(text)) return "has so many blanks or empty lines in a row that the rest is out of sight";
  return kind === "name" ? nameProblem(text) : undefined;
}

const untidy =
  "has spaces at an end, in a row or of a special kind: between words write one plain space (U+0020), no no-break space";

/** Names the first of them, and what to write in its place where there is such a thing. */
function lookAlikeProblem(name: string): string {
  const problem = "has characters that are only made to look like others";
  const first = [...name].find((sign) => lookAlikes.test(sign) || sign.normalize("NFKC") !== sign);
  const plain = first && (plainOnes[first] ?? first.normalize("NFKC"));
  return plain === undefined || plain === first || nameProblem(plain) !== undefined
    ? problem
    : `${problem}: write "${plain}" in place of "${first}"`;
}

function nameProblem(text: string): string | undefined {
  if (untidyName.test(text)) return untidy;
  if (dressedLetters.test(text)) return "has letters of a mathematical or enclosed kind";
  const plain = text.replace(usualInNames, "");
  if (lookAlikes.test(plain) || plain.normalize("NFKC") !== plain) {
    return lookAlikeProblem(plain);
  }
  if (dottedTwice.test(text)) return "has a letter with a dot of its own, or without one, under another mark";
  if (asciiDigit.test(text) && otherDigit.test(text)) return "mixes digits of two kinds";
  const words = text.match(word) ?? [];
  return words.every(isOfOneWriting) ? undefined : "has a word of several alphabets, or of one out of use";
}

/** {@link displayProblem} as a step of a schema. */
export function displayText(kind: DisplayKind): v.RawCheckAction<string> {
  return v.rawCheck<string>(({ dataset, addIssue }) => {
    const problem = dataset.typed ? displayProblem(dataset.value, kind) : undefined;
    if (problem !== undefined) addIssue({ message: problem });
  });
}
