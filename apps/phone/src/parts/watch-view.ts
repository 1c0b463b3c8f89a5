/** Calls back whenever another part of the page may have come into sight, until what it gives is called. */
export function watchView(look: () => void): () => void {
  const sizes = new ResizeObserver(look);
  sizes.observe(document.body);
  addEventListener("scroll", look, { passive: true });
  addEventListener("resize", look);
  return () => {
    sizes.disconnect();
    removeEventListener("scroll", look);
    removeEventListener("resize", look);
  };
}
