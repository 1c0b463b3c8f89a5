/** How names are compared and found: without marks and case, the same on every database. */

/** Letters that are no letter with a mark, and that people type as these. */
const typedAs: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" },
};

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => typedAs[letter] ?? letter);
}

/** Longer words are told apart by their beginnings. */
const longestWord = 64;

function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, longestWord));
}

/** What a list is sorted by. */
export function sortName(name: string): string {
  return fold(name);
}

/** What somebody or something is found by. */
export function searchWords(name: string, mail: string | null = null): string[] {
  return [...new Set([...wordsOf(name), ...wordsOf(mail ?? "")])];
}

/**
 * What is looked for, as PostgreSQL's text search takes it: each word is the beginning of one. Undefined when there is none. Words are
 * letters and digits alone, so nothing in them means anything to the parser.
 */
export function searchTerms(query: string): string | undefined {
  const words = wordsOf(query);
  if (words.length === 0) return undefined;
  return words.map((word) => `'${word}':*`).join(" & ");
}
