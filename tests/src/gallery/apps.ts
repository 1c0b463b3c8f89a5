/** The apps that have screens to look at, and on which windows. */

/** A window's size, in CSS pixels, and whether fingers point there. */
export interface Size {
  width: number;
  height: number;
  touch: boolean;
}

export interface PicturedApp {
  /** Its folder in apps/. */
  name: string;
  title: string;
  sizes: Readonly<Record<string, Size>>;
  /** What is there once a state is drawn. */
  drawn: string;
  /** Whether a picture shows all of a page that is longer than its window; otherwise there is a second one that does. */
  whole: boolean;
}

const phone = { width: 390, height: 844, touch: true };
const computer = { width: 1280, height: 800, touch: false };
/** Nothing may stick out of the smallest phone's screen. */
export const smallest: Size = { width: 320, height: 568, touch: true };

export const phoneApp: PicturedApp = {
  name: "phone",
  title: "The phone",
  sizes: { phone },
  drawn: "[data-shown] .screen:not(.loading) h1",
  whole: false,
};

export const picturedApps: readonly PicturedApp[] = [
  phoneApp,
  {
    name: "sign-in",
    title: "The sign-in page",
    sizes: { computer, phone },
    drawn: "h1",
    whole: true,
  },
  {
    name: "demonstration",
    title: "The demonstration: welcome page, portal and mailbox",
    sizes: { computer, phone },
    drawn: "main :is(h1, .notice)",
    whole: true,
  },
];

export const schemes = ["light", "dark"] as const;
