/** The page's rules: what each event makes of each stage, and what is never done. */
import type { InteractionInfo, PageState, RequestId } from "@mtoken/protocol";
import { frameInterval } from "@mtoken/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PageEvent, Press } from "./page-event.ts";
import { firstStep, reduce } from "./reduce.ts";
import { patience } from "./reduce-told.ts";
import type { EndedBy, ShownCode, Stage, StageOf } from "./stage.ts";
import { listens } from "./stage.ts";

const info: InteractionInfo = {
  kind: "sign-in",
  relying_party: { name: "Example Bank", origin: "https://bank.example" },
  status: "open",
  title: null,
  return_to: "https://bank.example/callback?error=access_denied",
  decided: null,
};
const signature: InteractionInfo = {
  ...info,
  kind: "signature",
  title: { type: "payment", amount: "10.00", currency: "EUR", payee: "Bakery" },
};

const request = "req_00000000000000000000000001" as RequestId;
const newer = "req_00000000000000000000000002" as RequestId;
const link = `https://app.example/r#${"0".repeat(26)}.${"0".repeat(26)}`;
const start = 1_000_000;
const threeMinutes = 180_000;

const code: ShownCode = { request, typedCode: null, link, frame: { text: "QR", tick: 0 }, since: start };
const waiting: Stage = { kind: "waiting", info, code, link: "live" };
const claimed: Stage = { kind: "claimed", info, digits: "47", sameDevice: false, link: "live" };
const approved: Stage = {
  kind: "approved",
  info,
  userName: "Anna Jansen",
  link: "live",
  problem: null,
  mayRemember: false,
};
const redeeming: Stage = { kind: "redeeming", info, userName: "Anna Jansen", mayRemember: false };
const beginning: Stage = { kind: "beginning", info, code: null };

describe("on arrival", () => {
  test("a new visit is asked about first", () => {
    expect(firstStep).toEqual({ stage: { kind: "arriving" }, effect: { type: "arrive" } });
  });

  test("a browser that never began here begins", () => {
    const step = reduce({ kind: "arriving" }, { type: "arrived", info, begunBefore: false, ledBack: false });
    expect(step).toEqual({ stage: beginning, effect: { type: "begin" } });
  });

  test("a browser that began before looks at what became of it", () => {
    const step = reduce({ kind: "arriving" }, { type: "arrived", info, begunBefore: true, ledBack: false });
    expect(step.effect).toEqual({ type: "listen" });
    expect(step.stage.kind).toBe("returning");
  });

  test.each(["done", "cancelled", "expired"] as const)(
    "a visit that is %s says so and asks nothing",
    (status) => {
      const closed = { ...info, status };
      const step = reduce(
        { kind: "arriving" },
        { type: "arrived", info: closed, begunBefore: true, ledBack: false },
      );
      expect(step).toEqual({ stage: { kind: "over", info: closed, status }, effect: null });
    },
  );

  test("an unknown visit is told apart from a server that does not answer", () => {
    const failed = (problem: "not_found" | "offline") =>
      reduce({ kind: "arriving" }, { type: "arrival-failed", problem }).stage.kind;
    expect(failed("not_found")).toBe("unknown");
    expect(failed("offline")).toBe("unreachable");
  });

  test("a browser that can keep no key is told before anything is sent", () => {
    const step = reduce({ kind: "arriving" }, { type: "cannot-run", missing: "storage" });
    expect(step).toEqual({ stage: { kind: "cannot-run", missing: "storage" }, effect: null });
    const again = reduce(step.stage, { type: "press", what: "again" });
    expect(again).toEqual({ stage: { kind: "arriving" }, effect: { type: "arrive" } });
  });

  test("a browser that keeps no cookie is told so, instead of beginning for ever", () => {
    const step = reduce(beginning, { type: "looked", info, hasEvents: false });
    expect(step).toEqual({ stage: { kind: "cannot-run", missing: "storage" }, effect: null });
  });

  test("a browser that lost its cookie begins anew", () => {
    const returning: Stage = { kind: "returning", info, mayBegin: true, ledBack: false };
    const asked = reduce(returning, { type: "events-refused" });
    expect(asked.effect).toEqual({ type: "look", later: false });
    expect(reduce(asked.stage, { type: "looked", info, hasEvents: false }).effect).toEqual({ type: "begin" });
  });

  test("a visit that closed while it was refused here is told from its events, which say more", () => {
    const closed: InteractionInfo = { ...info, status: "done" };
    const step = reduce(approved, { type: "looked", info: closed, hasEvents: true });
    expect(step.effect).toEqual({ type: "listen" });
  });

  test("a reload after the approval asks again before it redeems", () => {
    const returning: Stage = { kind: "returning", info, mayBegin: true, ledBack: false };
    const step = tell(returning, {
      status: "approved",
      user_name: "Anna Jansen",
      same_device: false,
      may_remember: false,
    });
    expect(step).toEqual({ stage: approved, effect: null });
  });
});

describe("while a code is shown", () => {
  test("the first frame says when the code began", () => {
    const fresh: Stage = { ...waiting, code: { ...code, frame: null, since: null } };
    const step = reduce(fresh, { type: "framed", frame: { text: "QR5", tick: 5 }, now: start });
    expect(codeOf(step.stage)).toEqual({
      ...code,
      frame: { text: "QR5", tick: 5 },
      since: start - 5 * frameInterval,
    });
  });

  test("after a reconnection the same request keeps its last frame", () => {
    const step = tell({ ...waiting, link: "lost" }, waitingFor(request));
    expect(step.stage).toEqual(waiting);
  });

  test("another tab's newer request takes the place of this one's", () => {
    const step = tell(waiting, waitingFor(newer));
    expect(codeOf(step.stage)).toEqual({ request: newer, typedCode: null, link, frame: null, since: null });
  });

  test("a code that ran out renews itself and stays in its place meanwhile", () => {
    const step = expire(waiting, { now: start + threeMinutes, unusedFor: patience - 1 });
    expect(step).toEqual({ stage: { kind: "beginning", info, code }, effect: { type: "begin" } });
  });

  test("the server's count of frames tells the time too, whatever this computer's clock says", () => {
    const late: Stage = { ...waiting, code: { ...code, frame: { text: "QR", tick: 88 } } };
    expect(expire(late, { now: start, unusedFor: 0 }).effect).toEqual({ type: "begin" });
  });

  test("a page that stood unused for ten minutes waits for a button", () => {
    const step = expire(waiting, { now: start + threeMinutes, unusedFor: patience });
    expect(step).toEqual(endedBy("unused"));
  });

  test("a code that another browser replaced is not renewed, or the two would take turns", () => {
    expect(expire(waiting, { now: start + 60_000, unusedFor: 0 })).toEqual(endedBy("elsewhere"));
  });

  test("a code without a frame yet did not run out", () => {
    const fresh: Stage = { ...waiting, code: { ...code, frame: null, since: null } };
    expect(expire(fresh, { now: start + threeMinutes, unusedFor: 0 })).toEqual(endedBy("elsewhere"));
  });

  test("a new request is listened to", () => {
    const step = reduce(beginning, { type: "begun", returnTo: "https://bank.example/back" });
    expect(step.effect).toEqual({ type: "listen" });
    expect(step.stage).toMatchObject({ kind: "beginning", info: { return_to: "https://bank.example/back" } });
  });

  test("what another browser has begun is not tried again", () => {
    expect(reduce(beginning, { type: "begin-failed", problem: "begun_elsewhere" })).toEqual({
      ...{ stage: { kind: "stuck", info, problem: "begun_elsewhere" }, effect: null },
    });
  });
});

describe("when the app on this device has taken the request", () => {
  const approvedHere: PageState = {
    status: "approved",
    user_name: "Anna Jansen",
    same_device: true,
    may_remember: false,
  };
  const back: PageEvent = { type: "arrived", info, begunBefore: true, ledBack: true };

  test("the browser that the app led back asks whom it signs in, and goes on", () => {
    const arrived = reduce({ kind: "arriving" }, back);
    expect(arrived.effect).toEqual({ type: "listen" });
    const { stage } = tell(arrived.stage, approvedHere);
    expect(stage).toEqual(approved);
    expect(tell(stage, approvedHere).stage).toEqual(approved);
    expect(press(stage, "continue").effect).toEqual({ type: "redeem", remember: false });
  });

  test("a tab without the code says where to go on, and redeems nothing", () => {
    for (const before of [waiting, { ...claimed, sameDevice: true }, beginning]) {
      const { stage } = tell(before, approvedHere);
      expect(stage.kind).toBe("led-elsewhere");
      expect(press(stage, "continue").effect).toBeNull();
      expect(press(stage, "again").effect).toEqual({ type: "begin" });
    }
  });

  test("a browser that did not begin neither begins nor redeems: somebody else had sent the link", () => {
    const elsewhere: Stage = { kind: "not-begun-here", info };
    const arrived = reduce({ kind: "arriving" }, { ...back, begunBefore: false });
    expect(arrived).toEqual({ stage: elsewhere, effect: null });
    const lost = reduce(reduce({ kind: "arriving" }, back).stage, { type: "looked", info, hasEvents: false });
    expect(lost).toEqual({ stage: elsewhere, effect: null });
    for (const what of ["continue", "again", "cancel", "not-me"] as const) {
      expect(press(elsewhere, what)).toEqual({ stage: elsewhere, effect: null });
    }
  });

  test("a signature that is decided says how, to the browser that is back", () => {
    const done: InteractionInfo = { ...signature, status: "done" };
    const arrived = reduce(
      { kind: "arriving" },
      { type: "arrived", info: done, begunBefore: true, ledBack: false },
    );
    expect(arrived.effect).toEqual({ type: "listen" });
    expect(tell(arrived.stage, { status: "signed", return_to: null }).stage.kind).toBe("signed");
    expect(reduce(arrived.stage, { type: "looked", info: done, hasEvents: false }).stage.kind).toBe("over");
  });
});

describe("when a phone has taken the request", () => {
  test("the digits are shown as they came", () => {
    expect(tell(waiting, { status: "claimed", digits: "47", same_device: false })).toEqual({
      stage: claimed,
      effect: null,
    });
  });

  test("an approval is never redeemed before somebody pressed on", () => {
    const step = tell(claimed, {
      status: "approved",
      user_name: "Anna Jansen",
      same_device: false,
      may_remember: false,
    });
    expect(step).toEqual({ stage: approved, effect: null });
    expect(reduce(step.stage, { type: "press", what: "continue" })).toEqual({
      stage: redeeming,
      effect: { type: "redeem", remember: false },
    });
  });

  test("a computer is asked to be remembered only where somebody ticked it, and where it may be", () => {
    const state: PageState = {
      ...{ status: "approved", user_name: "Anna Jansen", same_device: false },
      may_remember: true,
    };
    const { stage } = tell(claimed, state);
    expect(reduce(stage, { type: "press", what: "continue" }).effect).toEqual({
      type: "redeem",
      remember: false,
    });
    const ticked = reduce(stage, { type: "press", what: "continue-and-remember" });
    expect(ticked.effect).toEqual({ type: "redeem", remember: true });
    const again = reduce(ticked.stage, { type: "redeem-failed", problem: "offline" });
    expect(again.stage).toMatchObject({ kind: "approved", mayRemember: true });
    const known = reduce(approved, { type: "press", what: "continue-and-remember" });
    expect(known.effect).toEqual({ type: "redeem", remember: false });
  });

  test("a company's policy turns an unknown computer away, and its fingerprint is shown", () => {
    for (const computer of ["waiting", "unknown"] as const) {
      const { stage, effect } = tell(claimed, { status: "refused", wrong_digits: false, computer });
      expect(stage).toMatchObject({ kind: "turned-away", by: computer, fingerprint: null });
      expect(effect).toEqual({ type: "read-fingerprint" });
      const shown = reduce(stage, { type: "fingerprint-read", fingerprint: "7KQX" }).stage;
      expect(shown).toMatchObject({ fingerprint: "7KQX" });
      expect(reduce(shown, { type: "press", what: "again" }).effect).toEqual({ type: "begin" });
    }
    const late = reduce(redeeming, { type: "redeem-failed", problem: "computer_waits" });
    expect(late.stage).toMatchObject({ kind: "turned-away", by: "waiting" });
  });

  test("whoever is not the user named there throws the approval away", () => {
    const step = reduce(approved, { type: "press", what: "not-me" });
    expect(step.effect).toEqual({ type: "cancel" });
    const told = reduce(step.stage, { type: "cancelled", returnTo: null });
    expect(told).toEqual({ stage: { kind: "not-me", info, returnTo: null }, effect: null });
  });

  test("a server that can't be told that it was somebody else changes nothing for this browser", () => {
    const step = reduce({ kind: "cancelling", info, because: "not-me" }, { type: "cancel-failed" });
    expect(step.stage.kind).toBe("not-me");
    expect(step.effect).toBeNull();
  });

  test("what was not answered or not used in time says which of the two", () => {
    expect(expire(claimed, { now: start, unusedFor: 0 })).toEqual(endedBy("unanswered"));
    expect(expire(approved, { now: start, unusedFor: 0 })).toEqual(endedBy("unconfirmed"));
    for (const stage of [claimed, approved])
      expect(tell(stage, { status: "withdrawn" })).toEqual(endedBy("withdrawn"));
  });

  test("a signature is done when it is signed, and leads back", () => {
    const step = tell(
      { ...claimed, info: signature },
      { status: "signed", return_to: "https://bank.example/" },
    );
    expect(step).toEqual({
      stage: { kind: "signed", info: signature, returnTo: "https://bank.example/" },
      effect: null,
    });
  });
});

describe("redeeming", () => {
  test("leads to the portal with what the server gave", () => {
    const returnTo = "https://bank.example/callback?code=1";
    expect(reduce(redeeming, { type: "redeemed", returnTo })).toEqual({
      stage: { kind: "leaving", info },
      effect: { type: "leave", to: returnTo },
    });
  });

  test("is not interrupted by the events that it causes itself", () => {
    expect(tell(redeeming, { status: "redeemed" }).stage).toBe(redeeming);
  });

  test("that another tab did is said here", () => {
    expect(tell(approved, { status: "redeemed" }).stage.kind).toBe("redeemed");
  });

  test("may be tried once more when the server was not reached", () => {
    const step = reduce(redeeming, { type: "redeem-failed", problem: "offline" });
    expect(step.stage).toEqual({ ...approved, problem: "offline" });
    expect(step.effect).toEqual({ type: "listen" });
  });

  test.each(["redemption_refused", "computer_refused", "request_closed"] as const)(
    "that was refused with %s is not tried again by itself",
    (problem) => {
      expect(reduce(redeeming, { type: "redeem-failed", problem })).toEqual(endedBy("void"));
    },
  );
});

describe("going on and going back", () => {
  test.each<Stage>([
    { kind: "refused", info, wrongDigits: false },
    { kind: "expired", info, by: "unused" },
  ])("one press makes a new request in the same visit after $kind", (stage) => {
    expect(press(stage, "again")).toEqual({ stage: beginning, effect: { type: "begin" } });
  });

  test("a refused signature is not begun again: it has one request", () => {
    const refused: Stage = { kind: "refused", info: signature, wrongDigits: false };
    expect(press(refused, "again")).toEqual({ stage: refused, effect: null });
  });

  test("cancelling leads back with the server's answer, or with what the visit began with", () => {
    const { stage, effect } = press(waiting, "cancel");
    expect(effect).toEqual({ type: "cancel" });
    const answered = reduce(stage, { type: "cancelled", returnTo: "https://bank.example/x" });
    expect(answered.effect).toEqual({ type: "leave", to: "https://bank.example/x" });
    expect(reduce(stage, { type: "cancel-failed" }).effect).toEqual({ type: "leave", to: info.return_to });
  });

  test("a visit that closed meanwhile says why it can't go on", () => {
    const step = reduce(beginning, { type: "begin-failed", problem: "request_closed" });
    expect(step.effect).toEqual({ type: "look", later: false });
    const closed: InteractionInfo = { ...info, status: "done" };
    expect(reduce(step.stage, { type: "looked", info: closed, hasEvents: true }).stage.kind).toBe("over");
    // Still open to the server, and not for this browser: beginning once more would be refused once more.
    expect(reduce(step.stage, { type: "looked", info, hasEvents: false })).toEqual(endedBy("elsewhere"));
  });
});

describe("the connection", () => {
  test.each([waiting, claimed, approved])("is said to be lost and found while $kind", (stage) => {
    const lost = reduce(stage, { type: "disconnected" }).stage;
    expect(lost).toEqual({ ...stage, link: "lost" });
    expect(reduce(lost, { type: "connected" }).stage).toEqual(stage);
  });

  test("that the server does not open is asked about, again and again, while somebody waits", () => {
    const refused = reduce(approved, { type: "events-refused" });
    expect(refused).toEqual({ stage: { ...approved, link: "lost" }, effect: { type: "look", later: false } });
    expect(reduce(refused.stage, { type: "look-failed", problem: "unavailable" }).effect).toEqual({
      type: "look",
      later: true,
    });
    expect(reduce(refused.stage, { type: "looked", info, hasEvents: true }).effect).toEqual({
      type: "listen",
    });
    expect(reduce(refused.stage, { type: "looked", info, hasEvents: false })).toEqual(endedBy("elsewhere"));
  });
});

describe("whatever happens in whatever order", () => {
  test("nothing is redeemed but by pressing on under a name, and nothing is listened to at the end", () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { maxLength: 40 }), (events) => {
        let { stage } = firstStep;
        for (const event of events) {
          const before = stage;
          const step = reduce(stage, event);
          stage = step.stage;
          if (step.effect?.type === "redeem") {
            expect(before.kind).toBe("approved");
            expect(event).toEqual({ type: "press", what: "continue" });
          }
          if (step.effect?.type === "listen") expect(listens(stage)).toBe(true);
          if (step.effect?.type === "leave") expect(stage.kind).toBe("leaving");
        }
      }),
      { numRuns: 500 },
    );
  });
});

function tell(stage: Stage, state: PageState) {
  return reduce(stage, { type: "told", state, now: start, unusedFor: 0 });
}

function expire(stage: Stage, times: { now: number; unusedFor: number }) {
  return reduce(stage, { type: "told", state: { status: "expired" }, ...times });
}

function press(stage: Stage, what: Press) {
  return reduce(stage, { type: "press", what });
}

function endedBy(by: EndedBy) {
  return { stage: { kind: "expired", info, by }, effect: null };
}

function waitingFor(of: RequestId): PageState {
  return { status: "waiting", request: of, typed_code: null, link, expires_at: 0 };
}

function codeOf(stage: Stage): ShownCode | null {
  return (stage as StageOf<"waiting">).code;
}

function anyEvent(): fc.Arbitrary<PageEvent> {
  const states: PageState[] = [
    waitingFor(request),
    { status: "claimed", digits: null, same_device: false },
    { status: "approved", user_name: "Anna Jansen", same_device: false, may_remember: false },
    { status: "approved", user_name: "Anna Jansen", same_device: true, may_remember: false },
    { status: "refused", wrong_digits: true, computer: null },
    { status: "expired" },
    { status: "withdrawn" },
    { status: "redeemed" },
    { status: "signed", return_to: null },
  ];
  const told = fc
    .constantFrom(...states)
    .map((state): PageEvent => ({ type: "told", state, now: start + threeMinutes, unusedFor: 0 }));
  const others: PageEvent[] = [
    { type: "arrived", info, begunBefore: true, ledBack: false },
    { type: "arrived", info, begunBefore: false, ledBack: false },
    { type: "arrived", info, begunBefore: true, ledBack: true },
    { type: "begun", returnTo: null },
    { type: "begin-failed", problem: "request_closed" },
    { type: "framed", frame: { text: "QR", tick: 1 }, now: start },
    { type: "connected" },
    { type: "disconnected" },
    { type: "events-refused" },
    { type: "looked", info, hasEvents: true },
    { type: "looked", info, hasEvents: false },
    { type: "looked", info: { ...info, status: "done" }, hasEvents: true },
    { type: "look-failed", problem: "offline" },
    { type: "redeemed", returnTo: "https://bank.example/" },
    { type: "redeem-failed", problem: "offline" },
    { type: "cancelled", returnTo: "https://bank.example/" },
    { type: "cancel-failed" },
    { type: "press", what: "continue" },
    { type: "press", what: "not-me" },
    { type: "press", what: "again" },
    { type: "press", what: "cancel" },
  ];
  return fc.oneof(told, fc.constantFrom(...others));
}
