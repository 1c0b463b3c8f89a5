/**
 * Text that is shown to somebody who decides by it (docs/protocol.md §7): nothing in it may be invisible, turn the
 * reading direction, or pass for something else. The ranges are written out, not taken from Unicode properties, so
 * that a phone with an older Unicode never refuses what the server took.
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
    "\\u{2800}\\u{3164}\\u{fe00}-\\u{fe0f}\\u{feff}\\u{ffa0}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}",
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

/** Letters in mathematical dress: "𝐀𝐂𝐌𝐄" is no name, and none of it is Latin to a script check. */
const dressedLetters = /[\u{1d400}-\u{1d7ff}\u{1f100}-\u{1f1ff}\u{2460}-\u{24ff}]/u;

const word = /[\p{L}\p{M}\p{N}]+/gu;
/** The scripts whose capital letters look alike. */
const lookAlikes = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u] as const;

function mixesLookAlikes(text: string): boolean {
  const words = text.match(word) ?? [];
  return words.some((letters) => lookAlikes.filter((script) => script.test(letters)).length > 1);
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
  return kind === "name" ? nameProblem(text) : undefined;
}

function nameProblem(text: string): string | undefined {
  if (untidyName.test(text)) return "has spaces at an end, in a row or of a special kind";
  if (dressedLetters.test(text)) return "has letters of a mathematical or enclosed kind";
  if (mixesLookAlikes(text)) return "mixes alphabets that look alike in one word";
  return undefined;
}

/** {@link displayProblem} as a step of a schema. */
export function displayText(kind: DisplayKind): v.RawCheckAction<string> {
  return v.rawCheck<string>(({ dataset, addIssue }) => {
    const problem = dataset.typed ? displayProblem(dataset.value, kind) : undefined;
    if (problem !== undefined) addIssue({ message: problem });
  });
}
