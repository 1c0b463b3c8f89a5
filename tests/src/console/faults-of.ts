/** What axe has against a page that is open under its own policy, one line for each rule and place. */
import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { axeScript } from "../accessibility/axe.ts";

const everything: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // WCAG 2.2 §2.5.8, which axe leaves out unless it is asked for.
  rules: { "target-size": { enabled: true } },
};
/** All that another scheme changes. */
const colours: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] } };

export async function faultsOf(page: Page, { inTheDark }: { inTheDark: boolean }): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const faults = await lookAt(page, everything);
  if (!inTheDark) return faults;
  await page.emulateMedia({ colorScheme: "dark" });
  return [...faults, ...(await lookAt(page, colours)).map((fault) => `${fault} in the dark`)];
}

async function lookAt(page: Page, options: RunOptions): Promise<string[]> {
  // The debugger's way in, which no policy of the page's minds.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeScript);
  return page.evaluate(async (given) => {
    // What lies beneath a dialog was looked at without it, and nobody gets there meanwhile.
    const seen = document.querySelector("[role=dialog]") ?? document;
    const { violations } = await axe.run(seen, { ...given, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
  }, options);
}
