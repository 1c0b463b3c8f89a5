/** What axe has against a page, by all its rules for WCAG 2.2 AA and its own advice. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";

declare global {
  var axe: { run(context: Document | Element, options: RunOptions): Promise<AxeResults> };
}

export const axeScript = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One line for each rule and place. It runs in the page, behind axe's script. */
export async function faultsByAxe(): Promise<string[]> {
  const { violations } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    // WCAG 2.2 §2.5.8, which axe leaves out unless it is asked for.
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
    // What stands in a frame is a mail, and not the page's.
    iframes: false,
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
}
