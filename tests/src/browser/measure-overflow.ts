/** Looks for text that does not fit, in the page as it stands. It runs in the browser, so it stands on nothing here. */
export function measureOverflow(): string[] {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide, in ${clientWidth}`);
  for (const element of document.querySelectorAll<HTMLElement>("#root *")) {
    // What only screen readers meet is a pixel wide; what has no text has none to cut off.
    if (element.closest(".visually-hidden, .said, svg, select, [hidden]") !== null) continue;
    if (!element.textContent?.trim()) continue;
    const { display, overflowY } = getComputedStyle(element);
    if (display === "inline" || display === "none" || display === "contents") continue;
    const wider = element.scrollWidth - element.clientWidth;
    const higher = overflowY === "hidden" ? element.scrollHeight - element.clientHeight : 0;
    // A pixel is the rounding of both.
    if (wider > 1 || higher > 1) {
      const name = `${element.localName}.${element.className}`;
      found.push(`“${element.textContent.trim().slice(0, 60)}” in ${name} by ${Math.max(wider, higher)} px`);
    }
  }
  return found;
}
