/** Text that does not fit, in every state and language of a page's preview. */

declare global {
  /** A preview draws a state, or changes the language of the one that it shows. */
  var showState: (state: string, language: string) => Promise<void>;
  /** The phone app's names its states that don't say the problem that they are there for. */
  var untold: () => Promise<string[]>;
}

/** What `measureOverflow` found. */
export interface Measured {
  /** How long all texts of a language are together. */
  lengths: Record<string, number>;
  /** What each language says in the first states. */
  samples: Record<string, string>;
  /** Each text that does not fit, what has to be in reach and is not, and what has to be of one size and is not. */
  found: string[];
}

export interface Measuring {
  states: readonly string[];
  languages: readonly string[];
  /** Selects what has to be on the screen whole, with nothing over it, before anybody scrolls. */
  inReach?: string;
  /** Selects what has to be of one size, wherever more than one of it stands. */
  alike?: string;
}

/**
 * Shows states of the preview one after the other, in the page that is open, and looks in each for text that does not fit.
 * A state is drawn once, and its texts changed in place. It runs in the browser, where `overflowScript` was before, so it stands on
 * nothing else.
 */
export async function measureOverflow(measuring: Measuring): Promise<Measured> {
  const { states, languages, inReach, alike } = measuring;
  const sampleLength = 5000;
  const measured: Measured = { lengths: {}, samples: {}, found: [] };
  for (const state of states) {
    for (const language of languages) {
      await showState(state, language);
      const length = document.body.textContent?.length ?? 0;
      const sample = measured.samples[language] ?? "";
      if (sample.length < sampleLength) measured.samples[language] = sample + document.body.textContent;
      measured.lengths[language] = (measured.lengths[language] ?? 0) + length;
      const found = [
        ...overflowing(),
        ...(inReach === undefined ? [] : outOfReach(inReach)),
        ...(alike === undefined ? [] : ofOtherSize(alike)),
      ];
      measured.found.push(...found.map((what) => `${language} ${state}: ${what}`));
    }
  }
  return measured;

  function outOfReach(selector: string): string[] {
    return [...document.querySelectorAll<HTMLElement>(selector)].flatMap((element) => {
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const middle = (left + right) / 2;
      const isSeen = [top + 2, bottom - 2].every((y) =>
        element.contains(document.elementFromPoint(middle, y)),
      );
      return top >= 0 && bottom <= innerHeight && isSeen
        ? []
        : [`“${element.textContent.trim().slice(0, 60)}” is out of reach`];
    });
  }

  function ofOtherSize(selector: string): string[] {
    const sizes = [...document.querySelectorAll(selector)].map((element) => {
      const { width, height } = element.getBoundingClientRect();
      return `${Math.round(width)} × ${Math.round(height)}`;
    });
    return new Set(sizes).size > 1 ? [`one of ${sizes.join(", another of ")}`] : [];
  }
}

/** Text that sticks out of its box, and a page that is wider than its window. It runs in the browser. */
export function overflowing(): string[] {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide, in ${clientWidth}`);
  for (const element of document.querySelectorAll<HTMLElement>("#root *")) {
    if (!isMeasured(element)) continue;
    const { display, overflowY, clipPath } = getComputedStyle(element);
    // Clipped away whole, it is there for screen readers alone.
    if (["inline", "none", "contents"].includes(display) || clipPath === "inset(50%)") continue;
    const wider = element.scrollWidth - element.clientWidth;
    const higher = overflowY === "hidden" ? element.scrollHeight - element.clientHeight : 0;
    // A pixel is the rounding of both.
    const most = Math.max(wider, higher);
    if (most <= 1) continue;
    const name = `${element.localName}.${element.className}`;
    found.push(`“${element.textContent.trim().slice(0, 60)}” in ${name} by ${most} px`);
  }
  return found;

  /** What only screen readers meet is a pixel wide; what has no text has none to cut off. */
  function isMeasured(element: HTMLElement): boolean {
    if (element.closest(".visually-hidden, .said, svg, select, [hidden]") !== null) return false;
    // A QR code takes the page's own margin where its window is small; texts around it are measured themselves.
    return element.textContent?.trim() !== "" && element.querySelector(".code-card") === null;
  }
}

/** Brings it to a page, before the page's own scripts. */
export const overflowScript = `globalThis.overflowing = ${overflowing}`;

/** States that keep a word of English when their language changes in place. It runs in the browser. */
export async function leftBehind(given: { states: readonly string[]; language: string }): Promise<string[]> {
  const left: string[] = [];
  for (const state of given.states) {
    await showState(state, "en");
    await showState(state, given.language);
    const inPlace = said();
    // The same again is drawn anew.
    await showState(state, given.language);
    if (said() !== inPlace) left.push(state);
  }
  return left;

  /** But for figures: time goes on. That more is below is for where the screen stands. */
  function said(): string {
    const below = document.querySelector(".more-below")?.textContent ?? "";
    const named = [...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((element) =>
      ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name)),
    );
    const told = [document.getElementById("root")?.textContent.replace(below, ""), ...named];
    return told.join("\n").replaceAll(/\d+/g, "0");
  }
}
