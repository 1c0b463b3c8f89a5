/**
 * What the phone calls a computer: "Chrome on Windows". Taken from the User-Agent, which anyone may forge: it helps
 * a person to recognise a computer and proves nothing. Only words of our own come out of it, never its text.
 */

type Sign = readonly [token: RegExp, name: string];

/** The first that fits counts: most browsers claim to be Chrome and Safari as well. */
const browsers: readonly Sign[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\b(?:OPR|Opera|OPT)\//, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

/** Android says Linux too, and an iPhone "like Mac OS X". */
const systems: readonly Sign[] = [
  [/\bAndroid\b/, "Android"],
  [/\b(?:iPhone|iPad|iPod)\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac(?:intosh| OS X)\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** Longer ones are cut before they are searched: a header is the stranger's to choose. */
const longest = 512;

export function describeComputer(userAgent: string | undefined): string {
  const text = (userAgent ?? "").slice(0, longest);
  const browser = nameIn(browsers, text) ?? "A browser";
  const system = nameIn(systems, text);
  return system === undefined ? browser : `${browser} on ${system}`;
}

function nameIn(signs: readonly Sign[], text: string): string | undefined {
  return signs.find(([token]) => token.test(text))?.[1];
}
