/** What `measureOverflow` found in one language. */
export interface Measured {
  /** How long all texts are together. */
  length: number;
  /** Each text that does not fit, and what has to be in reach and is not. */
  found: string[];
}

export interface Measuring {
  states: readonly string[];
  language: string;
  /** Selects what has to be on the screen whole, with nothing over it, before anybody scrolls. */
  inReach?: string;
}

/**
 * Shows states of the preview one after the other, in the page that is open, and looks in each for text that does not fit.
 * It runs in the browser, so it stands on nothing here.
 */
export async function measureOverflow({ states, language, inReach }: Measuring): Promise<Measured> {
  const measured: Measured = { length: 0, found: [] };
  for (const state of states) {
    await show(`#${new URLSearchParams({ state, language })}`);
    measured.length += document.body.textContent?.length ?? 0;
    const found = [...overflowing(), ...(inReach === undefined ? [] : outOfReach(inReach))];
    measured.found.push(...found.map((what) => `${language} ${state}: ${what}`));
  }
  return measured;

  function show(hash: string): Promise<void> {
    const root = document.documentElement;
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (root.dataset["shown"] !== hash) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(root, { attributeFilter: ["data-shown"] });
      location.hash = hash;
    });
  }

  /** What only screen readers meet is a pixel wide; what has no text has none to cut off. */
  function isMeasured(element: HTMLElement): boolean {
    if (element.closest(".visually-hidden, .said, svg, select, [hidden]") !== null) return false;
    // A QR code takes the page's own margin where its window is small; texts around it are measured themselves.
    return element.textContent?.trim() !== "" && element.querySelector(".code-card") === null;
  }

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

  function overflowing(): string[] {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide, in ${clientWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>("#root *")) {
      if (!isMeasured(element)) continue;
      const { display, overflowY } = getComputedStyle(element);
      if (["inline", "none", "contents"].includes(display)) continue;
      const wider = element.scrollWidth - element.clientWidth;
      const higher = overflowY === "hidden" ? element.scrollHeight - element.clientHeight : 0;
      // A pixel is the rounding of both.
      const most = Math.max(wider, higher);
      if (most <= 1) continue;
      const name = `${element.localName}.${element.className}`;
      found.push(`“${element.textContent.trim().slice(0, 60)}” in ${name} by ${most} px`);
    }
    return found;
  }
}
