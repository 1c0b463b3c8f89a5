/**
 * Lighthouse's opinion of the pages as they are built and served: the phone app before and after its activation, and the
 * sign-in page, on a phone of the middle class and its network, as Lighthouse simulates them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemonstration } from "@mtoken/cli/demonstration";
import lighthouse from "lighthouse";
import { ComputerPage } from "../browser/computer-page.ts";
import { Darkroom } from "../browser/darkroom.ts";
import { PhonePage } from "../browser/phone-page.ts";
import { launchChromium, launchProfile } from "../chromium.ts";
import { freePorts } from "../free-ports.ts";

/** What each category has to reach, of 100. */
export const wanted = { accessibility: 95, "best-practices": 95, performance: 90 } as const;
type Category = keyof typeof wanted;
const categories = ["performance", "accessibility", "best-practices"] as const satisfies Category[];

export interface Judged {
  page: string;
  scores: { category: Category; title: string; score: number }[];
  /** What it took points for. */
  faults: string[];
}

const mpin = "739154";

/** Judges each page; one that was opened before in the same profile keeps what it stored. */
export async function judgePages(): Promise<Judged[]> {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-lighthouse-"));
  const port = await freePorts(5);
  const demonstration = await startDemonstration({ data: join(folder, "data"), port });
  const profile = await launchProfile(join(folder, "profile"), {
    locale: "en-GB",
    flags: [`--remote-debugging-port=${port + 4}`],
  });
  const darkBrowser = await launchChromium();
  try {
    const { portal } = demonstration.cast;
    const { serverOrigin } = demonstration.context.config;
    const judge = (page: string, address: string) => judgePage({ page, address, port: port + 4 });
    const judged = [await judge("The phone app: welcome", `${serverOrigin}/`)];

    const darkroom = new Darkroom(await darkBrowser.newPage());
    const computer = new ComputerPage(await profile.newPage(), { portal, darkroom });
    await computer.goToWelcome();
    const invitation = await computer.invite("Invite Anna and open her phone", { opensPhone: true });
    const phone = new PhonePage(await profile.newPage(), serverOrigin);
    await phone.open();
    await phone.press("I have a link");
    await phone.page.getByLabel("Activation link").fill(invitation.link);
    await phone.press("Continue");
    await phone.activate(invitation, mpin);
    // One window at a time is the phone, and shows its lock.
    await phone.page.close();
    judged.push(await judge("The phone app: unlock", `${serverOrigin}/`));

    await computer.beginSignIn();
    const address = computer.page.url();
    await computer.page.goto("about:blank");
    judged.push(await judge("The sign-in page", address));
    return judged;
  } finally {
    await Promise.all([profile.close(), darkBrowser.close()]);
    await demonstration.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Visit {
  page: string;
  address: string;
  /** Where the browser that visits it is steered. */
  port: number;
}

async function judgePage({ page, address, port }: Visit): Promise<Judged> {
  const settings = { port, disableStorageReset: true, locale: "en" } as const;
  const result = await lighthouse(address, {
    ...settings,
    onlyCategories: [...categories],
    logLevel: "error",
  });
  const lhr = result?.lhr;
  if (lhr === undefined || lhr.runtimeError) throw new Error(`${page}: ${lhr?.runtimeError?.message}`);
  const judged: Judged = { page, scores: [], faults: [] };
  for (const category of categories) {
    const { title = category, score, auditRefs = [] } = lhr.categories[category] ?? {};
    judged.scores.push({ category, title, score: Math.round((score ?? 0) * 100) });
    for (const { id, weight } of auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit !== undefined && (audit.score ?? 1) < 0.9)
        judged.faults.push(`${title}: ${audit.title} ${audit.displayValue ?? ""}`.trim());
    }
  }
  return judged;
}
