/** What of a page does not fit into the window's width. It runs in the page, so it stands on nothing but itself. */

/** One line for each outermost thing that sticks out of the window, and for each text that its box cuts off. */
export function tooWide(): string[] {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide, in ${clientWidth}`);
  const out = new Set<Element>();
  for (const element of document.querySelectorAll<HTMLElement>("body *")) {
    const { left, right } = element.getBoundingClientRect();
    const by = Math.round(Math.max(-left, right - clientWidth));
    const cut = element.scrollWidth - element.clientWidth;
    // What an element is, is asked only where there is something to say: that is what takes long.
    if ((by <= 1 && cut <= 1) || !isMeasured(element)) continue;
    if (by > 1 && !out.has(element.parentElement ?? element))
      found.push(`${nameOf(element)} sticks out by ${by} px`);
    if (by > 1) out.add(element);
    const { overflowX, textOverflow, display } = getComputedStyle(element);
    const cuts =
      ["hidden", "clip"].includes(overflowX) && textOverflow !== "ellipsis" && display !== "inline";
    if (cuts && cut > 1) found.push(`${nameOf(element)} is cut off by ${cut} px`);
  }
  return found;

  /** But for what only screen readers meet, drawings, and what lies in a box that is scrolled by itself. */
  function isMeasured(element: HTMLElement): boolean {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (
      element.textContent.trim() === "" ||
      element.closest("svg, .visually-hidden, .skip, noscript") !== null
    )
      return false;
    for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth)
        return false;
    return true;
  }

  function nameOf(element: HTMLElement): string {
    return `“${element.textContent.trim().slice(0, 40)}” in ${element.localName}.${element.className}`;
  }
}
