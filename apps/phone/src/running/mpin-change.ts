/**
 * Changing the mPIN by the device, and saying which one counts when the answer was lost. An mPIN is proven only once the user
 * was told which of the two is asked for: the other one would cost a try.
 */
import type { Device } from "@mtoken/device";
import type { AppEvent } from "../state/app-event.ts";
import type { Effect } from "../state/effect.ts";
import { readProblem } from "../state/problem.ts";

type Which = "before" | "chosen";

export class MpinChange {
  /** What the user was told last about a change that is in doubt. */
  #told: Which | undefined;

  /** Resolves to what came of it, whatever it was. */
  async change(
    device: Device,
    { mpin, chosen }: Extract<Effect, { type: "change-mpin" }>,
  ): Promise<AppEvent> {
    try {
      const news = await this.news(device);
      if (news !== undefined) return news;
      await device.changeMpin({ mpin, chosen });
      return { type: "mpin-in-force", which: "chosen" };
    } catch (error) {
      const problem = readProblem(error);
      if (problem.code === "wrong_mpin" || !device.mpinInDoubt)
        return { type: "mpin-change-failed", problem };
      return this.ask(device);
    }
  }

  /** Asks the server which mPIN counts. */
  async ask(device: Device): Promise<AppEvent> {
    try {
      return await this.#tell(device, (await device.mpinInForce()) ?? "before");
    } catch (error) {
      await device.session?.close();
      return { type: "mpin-doubted", problem: readProblem(error) };
    }
  }

  /** Which mPIN counts, where that is in doubt and not what the user was told last. */
  async news(device: Device): Promise<AppEvent | undefined> {
    if (!device.mpinInDoubt) return undefined;
    const which = await device.mpinInForce();
    return which === undefined || which === this.#told ? undefined : this.#tell(device, which);
  }

  /** The server ended all sessions with the change; one that is open here is over too. */
  async #tell(device: Device, which: Which): Promise<AppEvent> {
    this.#told = which;
    if (which === "chosen") await device.session?.close();
    return { type: "mpin-in-force", which };
  }
}
