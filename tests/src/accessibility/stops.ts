/** Where a keyboard stops on a screen. All of it runs in the page (looks.ts), so it stands on nothing but itself. */

interface Stop {
  /** Its number among those that Tab has to stop at. */
  number: string | undefined;
  name: string;
  /** It shows that it has the focus (WCAG 2.2 §2.4.7). */
  ringed: boolean;
  /** Something of it can be seen (§2.4.11). */
  seen: boolean;
}

declare global {
  var tabStops: Stop[];
  /** What listens for a finger or a mouse. */
  var pressable: Set<Element>;
}

/** Notes what listens for a finger, and each place that the focus comes to by Tab, as it is when the key is let go. */
export function noteControls(): void {
  globalThis.tabStops = [];
  globalThis.pressable = new Set();
  const { addEventListener: listen } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: EventTarget, type, ...rest): void {
    const isPress = /^(click|dblclick|(mouse|pointer)(down|up)|touch(start|end))$/.test(type);
    if (isPress && this instanceof Element) globalThis.pressable.add(this);
    listen.call(this, type, ...rest);
  };

  listen.call(window, "keyup", (event) => {
    const at = document.activeElement;
    if (!(event instanceof KeyboardEvent) || event.key !== "Tab" || at === null || at === document.body)
      return;
    // A field that can't be seen lends its ring to what stands for it; of a group of radio buttons one counts for all.
    const shown = [at, at.nextElementSibling, at.closest(".picker")].filter((part) => part !== null);
    const group = at instanceof HTMLInputElement ? at.name : "";
    const stop =
      at.closest<HTMLElement>("[data-stop]") ??
      document.querySelector<HTMLElement>(`[data-stop][name="${group}"]`);
    globalThis.tabStops.push({
      number: stop?.dataset["stop"],
      name: at.outerHTML.slice(0, 100),
      ringed: shown.some(hasRing),
      seen: shown.some(isSeen),
    });
  });

  function hasRing(element: Element): boolean {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  }

  function isSeen(element: Element): boolean {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return [top + 2, (top + bottom) / 2, bottom - 2].some((y) => {
      const there = document.elementFromPoint((left + right) / 2, y);
      return there !== null && (element.contains(there) || there.contains(element));
    });
  }
}

/** Numbers what Tab has to stop at, and puts the keyboard before all of it. How often Tab is to be pressed. */
export function numberStops(): number {
  // What a dialog covers can't be reached, and must not be.
  const ground = document.querySelector("dialog:modal") ?? document.body;
  const groups = new Set<string>();
  const stops = [
    ...ground.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]"),
  ].filter((element) => {
    if (!element.checkVisibility() || element.tabIndex < 0 || element.matches(":disabled")) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
    // Of a group of radio buttons one is reached by Tab, the others by arrows.
    return groups.size < groups.add(element.name).size;
  });
  stops.forEach((element, index) => {
    element.dataset["stop"] = String(index);
  });
  globalThis.tabStops = [];
  // Where a keyboard comes in from the browser's own bar: before everything.
  const start = ground.insertBefore(document.createElement("span"), ground.firstChild);
  start.tabIndex = -1;
  start.focus();
  start.remove();
  // A frame takes presses too, and keeps them to itself: one, its document's, and what that scrolls.
  return stops.length + 3 * ground.querySelectorAll("iframe").length;
}

/** What was wrong on the way of the Tab key, once it was pressed for each stop. */
export function stopsReached(): string[] {
  // A button that leads on through a long text goes when its end is reached.
  const left = [...document.querySelectorAll<HTMLElement>("[data-stop]")].map(
    ({ dataset }) => dataset["stop"],
  );
  const reached = globalThis.tabStops
    .map((stop) => stop.number)
    .filter((number) => left.includes(number))
    // Where a frame took fewer presses than it may, the first come again.
    .slice(0, left.length);
  const order = reached.join() === left.join() ? [] : [`of ${left.join()} reached ${reached.join()}`];
  const bare = globalThis.tabStops.filter(({ ringed }) => !ringed).map(({ name }) => `no ring on ${name}`);
  const covered = globalThis.tabStops.filter(({ seen }) => !seen).map(({ name }) => `${name} is covered`);
  return [...order, ...bare, ...covered];
}

/** What a finger can press, and is no control that a keyboard could press too. */
export function pressedByFingersAlone(): string[] {
  const controls = "a[href], button, input, select, textarea, summary, label, dialog";
  for (const part of globalThis.pressable) if (!part.isConnected) globalThis.pressable.delete(part);
  return [...globalThis.pressable]
    .filter((part) => part.closest(controls) === null && part.matches("#root *"))
    .map((part) => part.outerHTML.slice(0, 100));
}
