/** The apps that have screens to look at, and on which windows. */

/** A window's size, in CSS pixels, and whether fingers point there. */
export interface Size {
  width: number;
  height: number;
  touch: boolean;
}

/** A window as fewer people have it: what sizes alone don't show. One picture each, in one scheme. */
interface OtherView extends Size {
  /** Of what size letters are, in the usual one's. */
  letters?: number;
  /** Whether it has colours of the reader's own. */
  forced?: true;
}

export interface PicturedApp {
  /** Its folder in apps/. */
  name: string;
  title: string;
  sizes: Readonly<Record<string, Size>>;
  others: Readonly<Record<string, OtherView>>;
  /** What is there once a state is drawn. */
  drawn: string;
  /** Whether a picture shows all of a page that is longer than its window; otherwise there is a second one that does. */
  whole: boolean;
}

const phone = { width: 390, height: 844, touch: true };
const computer = { width: 1280, height: 800, touch: false };
/** Nothing may stick out of the smallest phone's screen. */
export const smallest: Size = { width: 320, height: 568, touch: true };

const otherViews = {
  small: smallest,
  landscape: { width: 844, height: 390, touch: true },
  large: { ...phone, letters: 2 },
  forced: { ...phone, forced: true },
} as const;

export const phoneApp: PicturedApp = {
  name: "phone",
  title: "The phone",
  sizes: { phone },
  others: otherViews,
  drawn: "[data-shown] .screen:not(.loading) h1",
  whole: false,
};

export const signInApp: PicturedApp = {
  name: "sign-in",
  title: "The sign-in page",
  sizes: { computer, phone },
  others: {
    ...otherViews,
    "computer-large": { ...computer, letters: 2 },
    "computer-forced": { ...computer, forced: true },
  },
  drawn: "h1",
  whole: true,
};

export const picturedApps: readonly PicturedApp[] = [
  phoneApp,
  signInApp,
  {
    name: "demonstration",
    title: "The demonstration: welcome page, portal and mailbox",
    sizes: { computer, phone },
    others: {},
    drawn: "main :is(h1, .notice)",
    whole: true,
  },
];

export const schemes = ["light", "dark"] as const;
