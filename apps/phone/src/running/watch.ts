/**
 * What goes on without the user: the list of waiting requests is asked for, a session that was left idle ends (also
 * one that slept through its end), and whatever the device itself says of its state reaches the app.
 */
import type { Device, DeviceState } from "@mtoken/device";
import type { LockReason } from "../state/app-state.ts";
import { accountOf, beneath } from "../state/app-state.ts";
import { readProblem } from "../state/problem.ts";
import { unmarkActivated } from "./activated-marker.ts";
import { endPush } from "./end-push.ts";
import { foundIn } from "./found.ts";
import { heard } from "./heard.ts";
import { lookAtPush } from "./look-at-push.ts";
import { looking } from "./looking.ts";
import type { Store } from "./store.ts";

const between = 5000;

/** Follows a device for as long as the page lives. `reasonToLock` says why it locks, when it does. */
export function watchDevice(device: Device, store: Store, reasonToLock: () => LockReason): void {
  device.subscribe((state) => tell(state, { device, store, reasonToLock }));

  // What was prepared for a signature does not outlive the screen that asks for its mPIN.
  store.subscribe(() => {
    if (store.state.screen !== "sign-mpin") device.session?.forgetSigning();
  });

  const look = looking(device, async () => {
    if (document.visibilityState === "visible") await ask(device, store);
  });
  setInterval(() => {
    tellTimes(device, store);
    void look();
  }, between);
  // No timer runs in a page that sleeps: what is due is done when it wakes.
  const wake = async (): Promise<void> => {
    await device.lockIfIdle().finally(uncover);
    tellTimes(device, store);
    await look();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") {
      if (device.session !== undefined) cover();
      return;
    }
    void wake();
    void lookAtPush(device.session, store);
  });
  addEventListener("pageshow", () => void wake());
  // Which mPIN counts is said as soon as there is a connection, and asked for no more often than that.
  addEventListener("online", () => {
    if (store.state.screen === "mpin-in-doubt") store.send({ type: "try-again" });
  });
}

/**
 * What a session shows stays in no picture that the system keeps of a page out of sight, and is not seen on waking before it is known
 * whether the session stands.
 */
function cover(): void {
  document.documentElement.toggleAttribute("data-covered", true);
}

function uncover(): void {
  document.documentElement.toggleAttribute("data-covered", false);
}

interface Watched {
  device: Device;
  store: Store;
  reasonToLock: () => LockReason;
}

function tell(state: DeviceState, { device, store, reasonToLock }: Watched): void {
  if (state.kind === "blocked" || state.kind === "deactivated") {
    unmarkActivated();
    store.send({ type: "ended", reason: state.kind });
    void endPush();
    return;
  }
  if (state.kind === "unlocked") {
    const { triesLeft } = device;
    if (triesLeft !== undefined) store.send({ type: "tries-told", triesLeft });
    return;
  }
  if (state.kind !== "locked") return;
  const approved = beneath(store.state).screen === "awaiting-approval";
  const found = foundIn(device);
  if (found.kind !== "locked") return;
  const { mpin, triesLeft, passkey } = found;
  store.send({ type: "locked", reason: approved ? "approved" : reasonToLock(), mpin, triesLeft, passkey });
}

/** What runs out is told before: nobody should find out by what became of their decision, or by the lock in the midst of reading. */
function tellTimes({ session }: Device, store: Store): void {
  if (session === undefined) return;
  store.send({ type: "idle-told", soon: session.idleSoon });
  const { state } = store;
  if ("opened" in state)
    store.send({ type: "time-left", seconds: session.secondsLeft(state.opened) ?? null });
}

/** Neither question counts as activity: the five minutes go on (docs/protocol.md §6). */
async function ask(device: Device, store: Store): Promise<void> {
  const { session } = device;
  if (session === undefined) return;
  try {
    if (session.standing === "awaiting-approval" || session.frozen !== undefined) await session.status();
    // A change of the mPIN ends the session itself.
    else if (accountOf(store.state) !== null && store.state.screen !== "changing-mpin")
      store.send({ type: "requests-heard", ...(await heard(session)) });
  } catch (error) {
    // An end of the session comes by the device's own state.
    if (session.frozen !== undefined) store.send({ type: "frozen", frozen: session.frozen });
    else store.send({ type: "requests-unheard", problem: readProblem(error) });
  }
}
