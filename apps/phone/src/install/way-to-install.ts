/**
 * How this phone puts the app on its home screen, if it is not there yet. Chromium offers it by an event; on iPhones and iPads the user
 * does it in Safari's own menu. Other browsers of phones have it in a menu of theirs; anywhere else nothing is said.
 */
export type WayToInstall = "prompt" | "ios" | "menu" | "none";

/** Of the browser, what decides. */
export interface Browsing {
  userAgent: string;
  touchPoints: number;
  isInstalled: boolean;
  /** Whether the browser is of those that offer to install an app, by an event. */
  offers: boolean;
  /** Whether it has. */
  isOffered: boolean;
}

/** Other browsers of iOS name themselves in the midst of Safari's name, and have their own menus. */
const otherThanSafari = /CriOS|FxiOS|EdgiOS|OPiOS|OPT\/|DuckDuckGo|GSA\/|YaBrowser|Brave|FBAN|FBAV|Instagram/;

/** Those of iOS that put an app on the home screen, and the first iOS that lets them. */
const withMenuOnIos = /CriOS|FxiOS|EdgiOS/;
const firstIosWithMenu = 16.04;

/** A page within another app, which has no such menu. */
const withinApp = /; wv\)|FBAN|FBAV|Instagram|GSA\//;

export function wayToInstall(browsing: Browsing): WayToInstall {
  const { userAgent, touchPoints, isInstalled, offers, isOffered } = browsing;
  if (isInstalled) return "none";
  if (isOffered) return "prompt";
  if (withinApp.test(userAgent)) return "none";
  // Where the browser offers it and has not, it can't be installed, or is.
  if (/Android/.test(userAgent)) return offers ? "none" : "menu";
  if (withMenuOnIos.test(userAgent)) return iosVersion(userAgent) >= firstIosWithMenu ? "menu" : "none";
  // An iPad calls itself a Mac, and is the only one with a screen to touch.
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
  return isIos && /Safari\//.test(userAgent) && !otherThanSafari.test(userAgent) ? "ios" : "none";
}

/** 16.04 for `OS 16_4`; an iPad that calls itself a Mac does not tell, and is taken for a new one. */
function iosVersion(userAgent: string): number {
  const [, major, minor] = / OS (\d+)_(\d+)/.exec(userAgent) ?? [];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major) + Number(minor) / 100;
}
