/**
 * The work until the first screen is there, and whom it goes to from then on. A phone that is locked or empty shows that
 * from a glimpse at its vault; what works with the device, most of the app's code, is loaded once that screen is touched.
 */
import { glimpseAt } from "@mtoken/device/glimpse";
import { indexedDbVault } from "@mtoken/device/indexed-db";
import type { AppEvent, Entry, Found } from "../state/app-event.ts";
import type { Effect } from "../state/effect.ts";
import { problemOf } from "../state/problem.ts";
import { isAtWork } from "../state/reduce-end.ts";
import { appName, appVersion } from "../update/app-version.ts";
import { hasReplaced, takeRequest } from "../update/reload-guard.ts";
import { missingAbility } from "./abilities.ts";
import { isMarkedActivated } from "./activated-marker.ts";
import { atFirstTouch } from "./at-first-touch.ts";
import type { Connection } from "./connection.ts";
import type { Runner } from "./run-effects.ts";
import type { Store } from "./store.ts";
import { Turn } from "./turn.ts";
import { waitForTurn } from "./wait-for-turn.ts";

/** Does effects; `entry` is what the app was opened with, and counts once. */
export function effectRunner(entry: Entry, connection: Connection): (effect: Effect, store: Store) => void {
  const first = new FirstEffects(entry, connection);
  return (effect, store) => void first.run(effect, store);
}

class FirstEffects {
  #entry: Entry;
  #runner: Promise<Runner> | undefined;
  /** Whether the first screen stands, so that the phone may be opened behind it. */
  #isShown = false;
  /** The page that loses its turn begins anew, and with that nothing of a session stays in it. */
  readonly #turn = new Turn(navigator.locks, () => location.reload());
  readonly #connection: Connection;

  constructor(entry: Entry, connection: Connection) {
    this.#entry = entry;
    this.#connection = connection;
  }

  async run(effect: Effect, store: Store): Promise<void> {
    if (effect.type === "renew-app") return renew(effect, store);
    const isFirst = effect.type === "start" && this.#runner === undefined;
    if (isFirst) this.#ask(store);
    if (isFirst && (await this.#showAtOnce(store))) return;
    let runner: Runner;
    try {
      runner = await this.#load(store);
    } catch {
      // Said when the mPIN is given.
      if (effect.type === "prepare-unlock") return;
      return store.send(notLoaded(effect));
    }
    await runner.run(effect, store);
  }

  /** Whether the server can be reached, and still takes this version: nothing waits for it. */
  #ask(store: Store): void {
    let isTold = false;
    this.#connection.listen(({ withdrawn }) => {
      if (!withdrawn.includes(appName()) || isTold) return;
      isTold = true;
      tellWithdrawn(store);
    });
    void this.#connection.check();
  }

  /** Whether a screen is there that needed nothing more than a glimpse. */
  async #showAtOnce(store: Store): Promise<boolean> {
    if (missingAbility() !== undefined) return false;
    if (this.#entry.kind === "none") this.#entry = entryOfRenewal();
    await waitForTurn(this.#turn, store);
    const found = await foundAtHome(this.#connection);
    if (found === undefined) return false;
    store.send({ type: "found", found, entry: this.#entry, renewed: hasReplaced(appVersion()) });
    this.#entry = { kind: "none" };
    this.#isShown = true;
    atFirstTouch(() =>
      this.#load(store).catch(() => {
        // Said when the user wants something of it.
      }),
    );
    return true;
  }

  /** A failure is not kept: the next effect tries again. */
  async #load(store: Store): Promise<Runner> {
    this.#runner ??= import("./run-effects.ts").then(
      ({ Runner }) => new Runner({ entry: this.#entry, turn: this.#turn, connection: this.#connection }),
    );
    this.#runner.catch(() => {
      this.#runner = undefined;
    });
    const runner = await this.#runner;
    if (this.#isShown) await runner.open(store);
    return runner;
  }
}

/** What the version before this one was left with. */
function entryOfRenewal(): Entry {
  const request = takeRequest();
  return request === undefined ? { kind: "none" } : { kind: "request", request };
}

/** As soon as nothing is under way. */
function tellWithdrawn(store: Store): void {
  const leave = store.subscribe(tell);
  function tell(): void {
    if (isAtWork(store.state)) return;
    leave();
    store.send({ type: "app-withdrawn" });
  }
  tell();
}

/** A vault names its server by itself. Without one the server is asked: under another name nothing could be activated. */
async function foundAtHome(connection: Connection): Promise<Found | undefined> {
  const glimpse = await glimpseAt(indexedDbVault(), location.origin);
  if (glimpse?.kind === "locked") return { ...glimpse, mpinInDoubt: false };
  if (glimpse === undefined) return undefined;
  if (isMarkedActivated()) return { kind: "lost" };
  const configuration = await connection.check();
  return configuration === undefined || configuration.origin === location.origin ? glimpse : undefined;
}

/** Without the device: it is nothing that this version may still do. */
async function renew(effect: Extract<Effect, { type: "renew-app" }>, store: Store): Promise<void> {
  const isRenewed = await import("../update/renew-app.ts")
    .then(({ renewApp }) => renewApp(effect))
    .catch(() => false);
  if (!isRenewed) store.send({ type: "app-outdated" });
}

function notLoaded(effect: Effect): AppEvent {
  const problem = problemOf("offline");
  if (effect.type === "unlock" || effect.type === "unlock-by-passkey")
    return { type: "unlock-failed", problem };
  if (effect.type === "open-invitation") return { type: "invitation-refused", problem };
  return { type: "start-failed", problem };
}
