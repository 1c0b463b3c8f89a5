/** One English text of a page, as it is read from the page's messages.ts. */
export interface SourceMessage {
  /** Its place: `unlock.title`. */
  key: string;
  english: string;
  /** Its placeholders by name; none for a plain string, which is taken as it is. */
  placeholders: Record<string, "number" | "string"> | null;
  /** What stands above it and above its groups, for translators. */
  comments: string[];
}
