/**
 * How this phone puts the app on its home screen, if it is not there yet. Chromium offers it by an event; on iPhones and iPads the user
 * does it in Safari's own menu. Anywhere else nothing is said.
 */
export type WayToInstall = "prompt" | "ios" | "none";

/** Of the browser, what decides. */
export interface Browsing {
  userAgent: string;
  touchPoints: number;
  isInstalled: boolean;
  /** Whether the browser has offered to install it. */
  isOffered: boolean;
}

/** Other browsers of iOS name themselves in the midst of Safari's name, and have their own menus. */
const otherThanSafari = /CriOS|FxiOS|EdgiOS|OPiOS|OPT\/|DuckDuckGo|GSA\/|YaBrowser|Brave|FBAN|FBAV|Instagram/;

export function wayToInstall({ userAgent, touchPoints, isInstalled, isOffered }: Browsing): WayToInstall {
  if (isInstalled) return "none";
  if (isOffered) return "prompt";
  // An iPad calls itself a Mac, and is the only one with a screen to touch.
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
  return isIos && /Safari\//.test(userAgent) && !otherThanSafari.test(userAgent) ? "ios" : "none";
}
