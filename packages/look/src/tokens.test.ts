/** Holds the colours of tokens.css to WCAG 2.2 AA: 4.5:1 for text (§1.4.3), 3:1 for what must be seen to be used (§1.4.11). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Scheme = "light" | "dark";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const colours = readColours();
const schemes: Scheme[] = ["light", "dark"];

const grounds = ["paper", "raised", "sunken"];
const textOnGround = [
  ...grounds.flatMap((ground) =>
    ["ink", "quiet", "accent", "accent-strong", "good", "warn", "danger"].map((text) => [text, ground]),
  ),
  ...["accent", "good", "warn", "danger"].flatMap((tone) => [
    [tone, `${tone}-soft`],
    ["ink", `${tone}-soft`],
    ["quiet", `${tone}-soft`],
  ]),
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-danger", "danger"],
  ["on-danger", "danger-strong"],
] as [string, string][];

const shapeOnGround = grounds.flatMap((ground) => [
  ["edge", ground],
  ["focus", ground],
]) as [string, string][];

describe.each(schemes)("in the %s scheme", (scheme) => {
  test.each(textOnGround)("%s on %s reads at 4.5:1 or more", (text, ground) => {
    expect(contrast(colour(text, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(shapeOnGround)("%s on %s is seen at 3:1 or more", (shape, ground) => {
    expect(contrast(colour(shape, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3);
  });
});

test("a code for cameras is all but black on white, whatever the scheme", () => {
  for (const scheme of schemes) {
    expect(contrast(colour("code-ink", scheme), colour("code-paper", scheme))).toBeGreaterThan(18);
  }
});

test("the formula gives WCAG's own extremes", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

function readColours(): Map<string, Record<Scheme, string>> {
  const found = new Map<string, Record<Scheme, string>>();
  const declarations = /--([a-z-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));/g;
  for (const [, name = "", light = "", dark = "", both] of css.matchAll(declarations)) {
    found.set(name, both === undefined ? { light, dark } : { light: both, dark: both });
  }
  return found;
}

function colour(name: string, scheme: Scheme): string {
  const both = colours.get(name);
  if (both === undefined) throw new TypeError(`tokens.css has no colour --${name}`);
  return both[scheme];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
