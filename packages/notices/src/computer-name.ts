/**
 * What a computer is called, in the reader's language, wherever it is named: on the phone, in the console, in notices and mails. The
 * server says "Chrome on Windows", in words of its own; anything else that a signed statement calls it stays as it is.
 */
import type { NoticeTexts } from "./notice-text.ts";

const form =
  /^(?:A browser|(Chrome|Edge|Firefox|Opera|Safari|Samsung Internet|Vivaldi))(?: on (Android|ChromeOS|Linux|Windows|iOS|macOS))?$/;

export function computerName(description: string, messages: Pick<NoticeTexts, "computerName">): string {
  const match = form.exec(description);
  if (match === null) return description;
  const { aBrowser, on } = messages.computerName;
  const [, browser = aBrowser, system] = match;
  return system === undefined ? browser : on({ browser, system });
}
