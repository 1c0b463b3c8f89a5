/** The texts of notices, for programs on Node. */
import { join } from "node:path";
import { type Language, readCatalogue } from "@mtoken/language/node";
import { noticesFolder } from "./folder.ts";
import { english } from "./messages.ts";
import type { NoticeTexts } from "./notice-text.ts";

export { type NoticeTexts, noticeText } from "./notice-text.ts";

/** Read anew each time: whoever needs them often keeps them. */
export function noticeTextsIn(language: Language): NoticeTexts {
  return readCatalogue(english, { folder: join(noticesFolder, "locales"), language });
}
