/**
 * What is looked for on a screen besides what axe knows. All of it runs in the page, where `looksScript` brings it, so it
 * stands on nothing but what is in there.
 */
import { overflowing } from "../browser/measure-overflow.ts";
import { faultsByAxe } from "./axe.ts";
import { noteControls, numberStops, pressedByFingersAlone, stopsReached } from "./stops.ts";

/** By what was looked for: the faults that were found. */
export type Faults = Record<string, string[]>;

interface Looking {
  /** Drawn by the preview's `showState`; without one the page stands there already. */
  state?: { name: string; language: string };
  /** In a language that was looked at before, only what depends on the language is looked at. */
  again: boolean;
}

declare global {
  /** A preview draws a state, or changes the language of the one that it shows. */
  var showState: (state: string, language: string) => Promise<void>;
  /** The phone app's preview puts a state in the place of another, as the app does. */
  var changeState: (state: string) => Promise<void>;
  var looks: typeof inPage;
}

/** Looks at what is shown, in light and in dark and with letters of twice their size, and leaves it as it was. */
async function look({ state, again }: Looking): Promise<Faults> {
  const root = document.documentElement;
  if (state !== undefined) await showState(state.name, state.language);
  // What is drawn has its effects after the next picture.
  await new Promise(requestAnimationFrame);
  const found: Faults = { light: await looks.faultsByAxe() };
  root.style.fontSize = "200%";
  found["large"] = looks.overflowing();
  root.style.fontSize = "";
  if (again) return found;
  Object.assign(found, {
    focus: focusElsewhere(),
    silent: silentNotices(),
    unsaid: unsaidWork(),
    moving: moving(),
    grounds: boundByGroundAlone(),
    fingers: looks.pressedByFingersAlone(),
    small: smallTargets(),
  });
  root.dataset["appearance"] = "dark";
  found["dark"] = await looks.faultsByAxe();
  delete root.dataset["appearance"];
  return found;
}

/** Where the focus is, if that is neither the heading, nor the first field, nor in a dialog. */
function focusElsewhere(): string[] {
  const { activeElement } = document;
  const first = document.querySelector(":is(main, footer) :is(input, textarea, select)");
  const isThere =
    activeElement === first ||
    activeElement === document.querySelector("h1") ||
    activeElement?.closest("dialog:modal") !== null;
  return isThere ? [] : [activeElement?.outerHTML.slice(0, 100) ?? "nothing"];
}

/** Notices that are not read aloud as they appear. */
function silentNotices(): string[] {
  const aloud = '[role="alert"], [role="status"], [aria-live]';
  const notices = [...document.querySelectorAll(".notice.warn, .notice.danger, .problem")];
  return notices.filter((notice) => notice.closest(aloud) === null).map(({ textContent }) => textContent);
}

/** What is too small for a finger: less than 44 pixels wide or high. A field that can't be seen is pressed by its label. */
function smallTargets(): string[] {
  const least = 44;
  const controls = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  const targets = [...controls].map((control) => control.closest("label") ?? control);
  return targets
    .filter((target) => target.checkVisibility() && target.closest(".visually-hidden") === null)
    .map((target) => ({ target, ...target.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => width < least - 0.5 || height < least - 0.5)
    .map(
      ({ target, width, height }) =>
        `${Math.round(width)}x${Math.round(height)} ${target.outerHTML.slice(0, 80)}`,
    );
}

/** What is under way by its sign, and by words that no live region says. */
function unsaidWork(): string[] {
  const regions = document.querySelectorAll('[role="status"], [aria-live="polite"]');
  const said = [...regions].map(({ textContent }) => textContent).join("\n");
  return [...document.querySelectorAll(".spinner")]
    .map(({ parentElement }) => parentElement?.textContent.trim() ?? "")
    .filter((words) => words === "" || !said.includes(words));
}

/**
 * What is pressed, typed in or said and stands out by its ground alone, as selectors of its tag and classes: a reader's own
 * colours (`forced-colors`) give all the same ground. What lies on the camera's picture, or on the code's white, is no part of that.
 */
function boundByGroundAlone(): string[] {
  const parts = document.querySelectorAll(
    "button, a.button, select, input, textarea, .notice, .chip, .seal, .dot",
  );
  return [...parts]
    .filter((part) => part.closest(".viewfinder, .code-card") === null)
    .filter((part) => part.checkVisibility({ opacityProperty: true }) && !looks.hasLine(part))
    .filter((part) => groundOf(part) !== groundOf(part.parentElement))
    .map((part) =>
      part.classList.length === 0
        ? `${part.localName}:not([class])`
        : [part.localName, ...part.classList].join("."),
    );

  function groundOf(element: Element | null): string {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return "";
  }
}

function hasLine(element: Element): boolean {
  const style = getComputedStyle(element);
  const border = style.borderTopStyle !== "none" && Number.parseFloat(style.borderTopWidth) > 0;
  return border || (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0);
}

/** Which of those are there without a line around them. */
function boundByNothing(selectors: readonly string[]): string[] {
  return selectors.filter((selector) =>
    [...document.querySelectorAll(selector)].some((part) => part.checkVisibility() && !looks.hasLine(part)),
  );
}

/** Drawings whose colour is not that of the words beside them. */
function drawnOtherwise(): string[] {
  return [...document.querySelectorAll(".icon")]
    .filter((icon) => getComputedStyle(icon).color !== getComputedStyle(icon.parentElement ?? icon).color)
    .map((icon) => `${icon.parentElement?.className} ${icon.getAttribute("class")}`);
}

/** What moves, or would as soon as something changes. */
function moving(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll("html, #root *")) {
    for (const part of ["", "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const name = `${element.localName}.${element.getAttribute("class") ?? ""}${part}`;
      if (style.animationName !== "none" && lasts(style.animationDuration))
        found.push(`${name} ${style.animationName}`);
      if (lasts(style.transitionDuration)) found.push(`${name} ${style.transitionProperty}`);
      if (style.scrollBehavior === "smooth") found.push(`${name} scrolls`);
    }
  }
  return found;

  function lasts(durations: string): boolean {
    return durations.split(",").some((duration) => Number.parseFloat(duration) > 0);
  }
}

const inPage = {
  ...{
    look,
    faultsByAxe,
    overflowing,
    focusElsewhere,
    silentNotices,
    unsaidWork,
    smallTargets,
    boundByGroundAlone,
    hasLine,
  },
  ...{ boundByNothing, drawnOtherwise, moving },
  ...{ noteControls, numberStops, pressedByFingersAlone, stopsReached },
};

/** Runs before the page's scripts, behind axe's own. */
export const looksScript = `(() => {
  ${Object.values(inPage).map(String).join("\n")}
  globalThis.looks = { ${Object.keys(inPage).join(", ")} };
  noteControls();
})();`;
