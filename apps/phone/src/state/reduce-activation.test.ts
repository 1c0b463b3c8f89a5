import { newRegistrationCode } from "@mtoken/protocol";
import { describe, expect, it } from "vitest";
import type { AppState } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, invitation, mpin } from "./test-states.ts";

const start: AppState = { screen: "starting" };
const none = { kind: "none" } as const;
const code = newRegistrationCode();

it("leads who is stopped from a new phone to what says so", () => {
  const frozen = { at: 1_800_000_000, stopped: 0 };
  const activated: AppState = {
    ...{ screen: "activated", fingerprint: "7K2M-9QXA", mpin, account: { ...account, frozen } },
  };
  expect(reduce(activated, { type: "go-on" }).state).toMatchObject({ screen: "frozen", frozen });
});

describe("the start", () => {
  it("welcomes a phone that holds nothing", () => {
    const { state } = reduce(start, { type: "found", found: { kind: "empty" }, entry: none });
    expect(state).toEqual({ screen: "welcome", problem: null });
  });

  it("follows an activation link at once", () => {
    const entry = { kind: "invitation", text: "link" } as const;
    const { state, effect } = reduce(start, { type: "found", found: { kind: "empty" }, entry });
    expect(state).toMatchObject({ screen: "opening-invitation", from: "address" });
    expect(effect).toEqual({ type: "open-invitation", text: "link" });
  });

  it("follows no link on a phone that is activated, and says why", () => {
    const entry = { kind: "invitation", text: "link" } as const;
    const { state, effect } = reduce(start, {
      type: "found",
      found: { kind: "locked", mpin, triesLeft: 5, mpinInDoubt: false, passkey: false },
      entry,
    });
    expect(state).toMatchObject({ screen: "unlock", problem: { code: "already_activated" } });
    expect(effect).toBeNull();
  });

  it("says that a phone without activation can't take a request", () => {
    const entry = { kind: "link", text: "link" } as const;
    const { state } = reduce(start, { type: "found", found: { kind: "empty" }, entry });
    expect(state).toMatchObject({ screen: "welcome", problem: { code: "not_activated" } });
  });

  it("goes on with an activation that was interrupted", () => {
    const found = { kind: "activating", mpin, triesLeft: 1 } as const;
    const { state } = reduce(start, { type: "found", found, entry: none });
    expect(state).toMatchObject({ screen: "resume-activation", triesLeft: 1 });
  });

  it.each(["blocked", "deactivated"] as const)("shows that the device is %s", (kind) => {
    const { state } = reduce(start, { type: "found", found: { kind }, entry: none });
    expect(state.screen).toBe(kind);
  });

  it("waits while another page of this browser is the phone, and goes on when that one is closed", () => {
    const { state, effect } = reduce(start, { type: "open-elsewhere" });
    expect(state).toEqual({ screen: "elsewhere" });
    expect(effect).toBeNull();
    const { state: next } = reduce(state, { type: "found", found: { kind: "empty" }, entry: none });
    expect(next.screen).toBe("welcome");
  });

  it("takes over from another page when that is asked for, and begins again", () => {
    const { state, effect } = reduce({ screen: "elsewhere" }, { type: "use-here" });
    expect(effect).toEqual({ type: "take-over" });
    expect(reduce(state, { type: "turn-taken" }).effect).toEqual({ type: "start" });
  });

  it("tells data that can't be read any more from everything else", () => {
    const lost = reduce(start, { type: "start-failed", problem: problemOf("vault_damaged") });
    expect(lost.state).toEqual({ screen: "data-lost" });
    expect(reduce(lost.state, { type: "start-anew" }).effect).toEqual({ type: "forget" });
    const offline = reduce(start, { type: "start-failed", problem: problemOf("offline") });
    expect(offline.state.screen).toBe("cannot-start");
    expect(reduce(offline.state, { type: "try-again" }).effect).toEqual({ type: "start" });
  });
});

describe("the activation link", () => {
  const scanning: AppState = { screen: "scan-invitation", problem: null };

  it("leads to the registration code", () => {
    const { state } = reduce(scanning, { type: "text-read", text: "link" });
    const { state: next } = reduce(state, { type: "invitation-opened", invitation });
    expect(next).toMatchObject({ screen: "registration-code", invitation, problem: null });
  });

  it.each(["unreadable_code", "wrong_server", "not_activated"] as const)(
    "that is none (%s) leaves the scanner open",
    (problem) => {
      const { state } = reduce(scanning, { type: "text-read", text: "other" });
      const { state: next } = reduce(state, { type: "invitation-refused", problem: problemOf(problem) });
      expect(next).toEqual({ screen: "scan-invitation", problem: problemOf(problem) });
    },
  );

  it("is kept when the server can't be reached, and tried again", () => {
    const { state } = reduce(scanning, { type: "text-read", text: "link" });
    const failed = reduce(state, { type: "invitation-refused", problem: problemOf("offline") });
    expect(failed.state).toMatchObject({ screen: "invitation-failed", text: "link" });
    expect(reduce(failed.state, { type: "try-again" }).effect).toEqual({
      type: "open-invitation",
      text: "link",
    });
  });
});

describe("the registration code", () => {
  const asking: AppState = { screen: "registration-code", invitation, code: "", problem: null };

  it("with a mistyped character is refused before it costs an attempt", () => {
    const mistyped = (code[0] === "7" ? "8" : "7") + code.slice(1);
    const { state, effect } = reduce(asking, { type: "code-given", code: mistyped });
    expect(state).toMatchObject({ screen: "registration-code", problem: { code: "mistyped_code" } });
    expect(state).not.toHaveProperty("problem.missing");
    expect(effect).toBeNull();
  });

  it("that ends too soon says how much is missing, however it was grouped", () => {
    const { state } = reduce(asking, {
      type: "code-given",
      code: `${code.slice(0, 5)}-${code.slice(5, 7)} `,
    });
    expect(state).toMatchObject({ problem: { code: "mistyped_code", missing: 3 } });
  });

  it("in small letters, with spaces, leads to the mPIN", () => {
    const typed = ` ${code.slice(0, 5).toLowerCase()} ${code.slice(5).toLowerCase()}`;
    const { state } = reduce(asking, { type: "code-given", code: typed });
    expect(state.screen).toBe("choose-mpin");
  });

  it("is asked for until the activation's time is over, and no longer", () => {
    const end = invitation.expiresAt * 1000;
    expect(reduce(asking, { type: "time-passed", now: end - 1 }).state).toBe(asking);
    expect(reduce(asking, { type: "time-passed", now: end }).state).toEqual({
      ...{ screen: "activation-stopped", problem: problemOf("activation_closed") },
    });
  });
});

describe("the activation", () => {
  const choosing: AppState = { screen: "choose-mpin", invitation, code, problem: null };
  const { state: working, effect } = reduce(choosing, { type: "mpin-given", mpin: "582931" });

  it("begins with link, code and mPIN, and keeps no mPIN in the state", () => {
    expect(effect).toEqual({ type: "activate", invitation, code, mpin: "582931" });
    expect(JSON.stringify(working)).not.toContain("582931");
  });

  it("shows each step as it happens", () => {
    const { state } = reduce(working, { type: "activation-moved", step: "prove" });
    expect(state).toMatchObject({ screen: "activating", step: "prove" });
  });

  it("ends with the fingerprint, and leads home where a session is open", () => {
    const { state } = reduce(working, { type: "activated", fingerprint: "F", mpin, account });
    expect(state).toMatchObject({ screen: "activated", fingerprint: "F" });
    expect(reduce(state, { type: "go-on" }).state).toMatchObject({ screen: "home", account });
  });

  it("leads to unlocking where the session was lost on the way", () => {
    const { state } = reduce(working, { type: "activated", fingerprint: "F", mpin, account: null });
    expect(reduce(state, { type: "go-on" }).state).toMatchObject({ screen: "unlock", triesLeft: 5 });
  });

  it("ends with waiting where the company approves each device", () => {
    const { state } = reduce(working, { type: "approval-awaited", fingerprint: "F" });
    expect(state).toMatchObject({ screen: "awaiting-approval", fingerprint: "F" });
  });

  const empty = { kind: "empty" } as const;

  it("goes back to a wrong code with the attempts that are left", () => {
    const problem = { ...problemOf("wrong_registration_code"), attemptsLeft: 3 };
    const { state } = reduce(working, { type: "activation-failed", problem, found: empty });
    expect(state).toMatchObject({ screen: "registration-code", code, problem });
  });

  it("takes the code that was wrong no second time, however it is written", () => {
    const problem = { ...problemOf("wrong_registration_code"), attemptsLeft: 3 };
    const { state } = reduce(working, { type: "activation-failed", problem, found: empty });
    const again = { type: "code-given", code: ` ${code.toLowerCase()} ` } as const;
    expect(reduce(state, again).state).toBe(state);
    expect(reduce({ ...state, problem: null } as AppState, again).state.screen).toBe("choose-mpin");
  });

  it("stops when no attempt is left", () => {
    const problem = { ...problemOf("wrong_registration_code"), attemptsLeft: 0 };
    const { state } = reduce(working, { type: "activation-failed", problem, found: empty });
    expect(state.screen).toBe("activation-stopped");
  });

  it("goes back to an mPIN that is too weak", () => {
    const problem = { ...problemOf("weak_mpin"), weakness: "sequence" as const };
    const { state } = reduce(working, { type: "activation-failed", problem, found: empty });
    expect(state).toMatchObject({ screen: "choose-mpin", problem });
  });

  it.each(["activation_closed", "activation_refused"] as const)("stops for good after %s", (problem) => {
    const { state } = reduce(working, {
      type: "activation-failed",
      problem: problemOf(problem),
      found: empty,
    });
    expect(state.screen).toBe("activation-stopped");
  });

  it("takes the mPIN alone once the server has taken the rest", () => {
    const { state } = reduce(working, {
      type: "activation-failed",
      problem: problemOf("offline"),
      found: { kind: "activating", mpin, triesLeft: 2 },
    });
    expect(state).toMatchObject({ screen: "resume-activation", triesLeft: 2, problem: { code: "offline" } });
    expect(reduce(state, { type: "mpin-given", mpin: "582931" }).effect).toEqual({
      type: "resume-activation",
      mpin: "582931",
    });
  });

  it("shows the block when the mPIN was wrong five times", () => {
    const problem = problemOf("blocked");
    const { state } = reduce(working, { type: "activation-failed", problem, found: { kind: "blocked" } });
    expect(state.screen).toBe("blocked");
  });
});
