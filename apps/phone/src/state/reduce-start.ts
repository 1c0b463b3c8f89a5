/** From the start of the app to its first screen: what the phone holds, and what the address asked for. */
import type { AppEvent, Entry, Found } from "./app-event.ts";
import type { AppState, StateOf, Waiting } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import { problemOf } from "./problem.ts";
import { settleMpin } from "./reduce-mpin-change.ts";

export function reduceStart(
  state: StateOf<"starting" | "cannot-run" | "cannot-start" | "elsewhere" | "outdated" | "withdrawn">,
  event: AppEvent,
): Step | undefined {
  if (state.screen === "cannot-start" && event.type === "try-again")
    return toWith({ screen: "starting" }, { type: "start" });
  if (state.screen === "elsewhere" && event.type === "use-here")
    return toWith({ screen: "starting" }, { type: "take-over" });
  if (state.screen === "outdated" && event.type === "try-again")
    return toWith({ screen: "starting" }, { type: "renew-app", again: true, request: null });
  if (state.screen === "withdrawn" && event.type === "go-on")
    return toWith({ screen: "starting" }, { type: "renew-app", again: false, request: state.request });
  // Who waits for another page to close goes on when it is closed.
  if (state.screen !== "starting" && state.screen !== "elsewhere") return undefined;
  switch (event.type) {
    case "cannot-run":
      return to({ screen: "cannot-run", missing: event.missing });
    case "open-elsewhere":
      return to({ screen: "elsewhere" });
    case "turn-taken":
      return toWith({ screen: "starting" }, { type: "start" });
    case "start-failed":
      return to({ screen: "cannot-start", problem: event.problem });
    case "found":
      return first(event);
    default:
      return undefined;
  }
}

function first({ found, entry, renewed = false }: Extract<AppEvent, { type: "found" }>): Step {
  if (entry.kind === "invitation" && found.kind !== "locked") {
    const opening: AppState = { screen: "opening-invitation", text: entry.text, from: "address" };
    return toWith(opening, { type: "open-invitation", text: entry.text });
  }
  if (found.kind !== "locked") return to(screenFor(found, entry));
  const unlock = { ...locked(found, entry), reason: renewed ? ("renewed" as const) : null };
  return found.mpinInDoubt
    ? settleMpin({ screen: "mpin-in-doubt", unlock, busy: false, problem: null })
    : to(unlock);
}

/** A phone has one activation: a link is not followed, and said so. */
function locked(found: Extract<Found, { kind: "locked" }>, entry: Entry): StateOf<"unlock"> {
  return {
    screen: "unlock",
    mpin: found.mpin,
    triesLeft: found.triesLeft,
    passkey: found.passkey,
    reason: null,
    waiting: waitingFor(entry),
    busy: false,
    problem: entry.kind === "invitation" ? problemOf("already_activated") : null,
  };
}

function waitingFor(entry: Entry): Waiting | null {
  if (entry.kind === "link") return { kind: "link", text: entry.text };
  if (entry.kind === "shortcut") return { kind: "shortcut" };
  if (entry.kind === "request") return { kind: "request", request: entry.request };
  return entry.kind === "scanned" ? { kind: "scan" } : null;
}

function asksForRequest({ kind }: Entry): boolean {
  return kind === "link" || kind === "scanned";
}

function screenFor(found: Exclude<Found, { kind: "locked" }>, entry: Entry): AppState {
  switch (found.kind) {
    case "empty":
      return { screen: "welcome", problem: asksForRequest(entry) ? problemOf("not_activated") : null };
    case "lost":
      return { screen: "data-lost" };
    case "activating":
      return { screen: "resume-activation", mpin: found.mpin, triesLeft: found.triesLeft, problem: null };
    case "blocked":
      return { screen: "blocked" };
    case "deactivated":
      return { screen: "deactivated", how: "by-others" };
  }
}
