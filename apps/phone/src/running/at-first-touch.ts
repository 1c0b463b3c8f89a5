/**
 * Calls once, at the first finger or key: what is loaded then is there when it is needed, and a page that nobody touches loads no more
 * than its first screen.
 */
export function atFirstTouch(begin: () => void): void {
  const once = new AbortController();
  const touched = (): void => {
    once.abort();
    begin();
  };
  for (const type of ["pointerdown", "keydown"])
    addEventListener(type, touched, { capture: true, passive: true, signal: once.signal });
}
