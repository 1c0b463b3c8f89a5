/** `mtoken walkthrough`: the whole job over real HTTP, without a screen. Exit code 0 only if all of it held. */
import { MemoryVault } from "@mtoken/device";
import { Report } from "./report.ts";
import type { RunningOptions } from "./setting.ts";
import { ownSetting, runningSetting } from "./setting.ts";
import { blockPhone } from "./steps-of-block.ts";
import { activatePhone, signIn, signPayment, unlockPhone } from "./steps-of-job.ts";

/** Runs it against the server that the options name, or against one of its own. */
export async function walkthrough(options: RunningOptions): Promise<void> {
  const report = new Report();
  // Wrapped, since link and code are not for printing.
  const { setting } = await report.step("started", async () => ({
    setting: await (Object.keys(options).length > 0 ? runningSetting(options) : ownSetting()),
  }));
  try {
    const stage = { report, setting, storage: new MemoryVault() };
    const phone = await activatePhone(stage);
    const session = await unlockPhone(stage, phone);
    await signIn(stage, session);
    await signPayment(stage, session);
    await blockPhone(stage, { session, phone });
    report.end();
  } catch (error) {
    report.fail(error);
    process.exitCode = 1;
  } finally {
    await setting.close();
  }
}
