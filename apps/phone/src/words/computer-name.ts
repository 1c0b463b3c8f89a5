/**
 * What a computer is called, in the reader's language. The server says "Chrome on Windows", in words of its own; anything else
 * that a signed statement calls it stays as it is.
 */
import { messages } from "../language/catalogue.ts";

const form =
  /^(?:A browser|(Chrome|Edge|Firefox|Opera|Safari|Samsung Internet|Vivaldi))(?: on (Android|ChromeOS|Linux|Windows|iOS|macOS))?$/;

export function computerName(description: string): string {
  const match = form.exec(description);
  if (match === null) return description;
  const { aBrowser, on } = messages.computerName;
  const [, browser = aBrowser, system] = match;
  return system === undefined ? browser : on({ browser, system });
}

/** Whether what shows the code is a phone or a tablet, by its own word. */
export function isHandheld(description: string): boolean {
  return / on (?:Android|iOS)$/.test(description);
}
