/**
 * The work until the first screen is there, and whom it goes to from then on. A phone that is locked or empty shows that
 * from a glimpse at its vault; what works with the device, most of the app's code, is loaded behind that screen.
 */
import { glimpseAt } from "@mtoken/device/glimpse";
import { indexedDbVault } from "@mtoken/device/indexed-db";
import type { AppEvent, Entry, Found } from "../state/app-event.ts";
import type { Effect } from "../state/effect.ts";
import { problemOf } from "../state/problem.ts";
import { missingAbility } from "./abilities.ts";
import { fetchConfiguration } from "./configuration.ts";
import type { Runner } from "./run-effects.ts";
import type { Store } from "./store.ts";
import { Turn } from "./turn.ts";
import { waitForTurn } from "./wait-for-turn.ts";

/** Does effects; `entry` is what the app was opened with, and counts once. */
export function effectRunner(entry: Entry): (effect: Effect, store: Store) => void {
  const first = new FirstEffects(entry);
  return (effect, store) => void first.run(effect, store);
}

class FirstEffects {
  #entry: Entry;
  #runner: Promise<Runner> | undefined;
  /** Whether the first screen stands, so that the phone may be opened behind it. */
  #isShown = false;
  /** The page that loses its turn begins anew, and with that nothing of a session stays in it. */
  readonly #turn = new Turn(navigator.locks, () => location.reload());

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  async run(effect: Effect, store: Store): Promise<void> {
    const isFirst = effect.type === "start" && this.#runner === undefined;
    if (isFirst && (await this.#showAtOnce(store))) return;
    let runner: Runner;
    try {
      runner = await this.#load(store);
    } catch {
      return store.send(notLoaded(effect));
    }
    await runner.run(effect, store);
  }

  /** Whether a screen is there that needed nothing more than a glimpse. */
  async #showAtOnce(store: Store): Promise<boolean> {
    if (missingAbility() !== undefined) return false;
    await waitForTurn(this.#turn, store);
    const found = await foundAtHome();
    if (found === undefined) return false;
    store.send({ type: "found", found, entry: this.#entry });
    this.#entry = { kind: "none" };
    this.#isShown = true;
    this.#load(store).catch(() => {
      // Said when the user wants something of it.
    });
    return true;
  }

  /** A failure is not kept: the next effect tries again. */
  async #load(store: Store): Promise<Runner> {
    this.#runner ??= import("./run-effects.ts").then(
      ({ Runner }) => new Runner({ entry: this.#entry, turn: this.#turn }),
    );
    this.#runner.catch(() => {
      this.#runner = undefined;
    });
    const runner = await this.#runner;
    if (this.#isShown) await runner.open(store);
    return runner;
  }
}

/** A vault names its server by itself. Without one the server is asked: under another name nothing could be activated. */
async function foundAtHome(): Promise<Found | undefined> {
  const glimpse = await glimpseAt(indexedDbVault(), location.origin);
  if (glimpse?.kind === "locked") return { ...glimpse, mpinInDoubt: false };
  if (glimpse === undefined) return undefined;
  const configuration = await fetchConfiguration();
  return configuration === undefined || configuration.origin === location.origin ? glimpse : undefined;
}

function notLoaded(effect: Effect): AppEvent {
  const problem = problemOf("offline");
  if (effect.type === "unlock") return { type: "unlock-failed", problem };
  if (effect.type === "open-invitation") return { type: "invitation-refused", problem };
  return { type: "start-failed", problem };
}
