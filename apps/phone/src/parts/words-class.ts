/** By its longest word, the class that a name is set with: one that is broken inside a word is hard to know again. */
export function wordsClass(text: string): "long-words" | "longest-words" | undefined {
  const longest = Math.max(...text.split(/[\s-]+/).map((word) => word.length));
  if (longest > 21) return "longest-words";
  return longest > 15 ? "long-words" : undefined;
}
