import type { AskedEnrolment } from "@mtoken/device";
import type { OwnComputer } from "@mtoken/protocol";
import { describe, expect, it } from "vitest";
import type { AppState, Outcome } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, openedOf, summary, computer as used } from "./test-states.ts";

const enrolment = { token: "token", enrolment: { computer: used } } as unknown as AskedEnrolment;
const home: AppState = { screen: "home", account, problem: null };
const heard = { type: "requests-heard", requests: [], unread: 0, features: ["payments"], enrolment } as const;
const computer = { id: "cpt_1", description: "Chrome on Linux", status: "known" } as unknown as OwnComputer;

describe("a computer that asks to be known", () => {
  const { state: waiting } = reduce(home, heard);
  const { state: shown } = reduce(waiting, { type: "enrolment-chosen" });

  it("waits on the home screen, and is shown when it is chosen", () => {
    expect(waiting).toMatchObject({ screen: "home", account: { enrolment } });
    expect(shown).toMatchObject({ screen: "enrol-computer", enrolment });
    expect(reduce(home, { type: "enrolment-chosen" }).state).toBe(home);
  });

  describe("after a decision", () => {
    const signIn: Outcome = { kind: "signed-in", opened: openedOf("sign-in", true) };
    const signing = openedOf("signature");
    const afterDone = (outcome: Outcome, news: object = {}): AppState => {
      const decided: AppState = { screen: "decided", account, outcome, returnTo: null };
      const { state } = reduce(decided, { ...heard, ...news });
      expect(state.screen).toBe("decided");
      return reduce(state, { type: "go-on" }).state;
    };

    it("comes at once behind the sign-in on it, and takes nobody's screen away", () => {
      expect(afterDone(signIn)).toMatchObject({ screen: "enrol-computer", enrolment });
      expect(afterDone(signIn, { requests: [summary] }).screen).toBe("enrol-computer");
      expect(afterDone(signIn, { enrolment: null }).screen).toBe("home");
    });

    it("stays behind what waits", () => {
      const other = { ...summary, request: "req_2" };
      expect(afterDone(signIn, { requests: [summary, other] })).toMatchObject({
        ...{ screen: "home", account: { requests: [other], enrolment } },
      });
    });

    it.each<[string, Outcome]>([
      ["what was signed", { kind: "signed", opened: signing }],
      ["what was refused", { kind: "refused", opened: signIn.opened, reason: "other" }],
      ["what ended", { kind: "closed", opened: signIn.opened, problem: problemOf("request_expired") }],
    ])("stays on the home screen behind %s", (_what, outcome) => {
      expect(afterDone(outcome)).toMatchObject({ screen: "home", account: { enrolment } });
    });

    it("does not pass for one that another computer asks", () => {
      const another = { ...enrolment, enrolment: { ...enrolment.enrolment, computer: { id: "cpt_2" } } };
      expect(afterDone(signIn, { enrolment: another })).toMatchObject({
        ...{ screen: "home", account: { enrolment: another } },
      });
    });
  });

  it.each([
    [true, "approve"],
    [false, "refuse"],
  ] as const)("is answered once (%s: %s), and gone when the answer has arrived", (remember, decision) => {
    const { state: busy, effect } = reduce(shown, { type: "enrolment-answered", remember });
    expect(effect).toEqual({ type: "answer-enrolment", enrolment, decision });
    expect(reduce(busy, { type: "enrolment-answered", remember }).effect).toBeNull();
    expect(reduce(busy, { type: "back" }).state).toBe(busy);
    const { state } = reduce(busy, { type: "enrolment-settled" });
    expect(state).toMatchObject({ screen: "home", account: { enrolment: null } });
    const failed = reduce(busy, { type: "computers-failed", problem: problemOf("offline") });
    expect(failed.state).toMatchObject({ screen: "enrol-computer", busy: false });
    expect(reduce(failed.state, { type: "enrolment-answered", remember }).effect).toEqual(effect);
  });

  it.each(["request_expired", "request_closed", "not_found"] as const)(
    "takes no answer, and is asked no more, once it is over (%s)",
    (code) => {
      const { state: busy } = reduce(shown, { type: "enrolment-answered", remember: true });
      const { state: over } = reduce(busy, { type: "computers-failed", problem: problemOf(code) });
      expect(reduce(over, { type: "enrolment-answered", remember: true }).effect).toBeNull();
      expect(reduce(over, { type: "back" }).state).toMatchObject({
        ...{ screen: "home", account: { enrolment: null } },
      });
    },
  );
});

describe("the user's computers", () => {
  const settings: AppState = { screen: "settings", account, fingerprint: null };
  const { state: asking, effect } = reduce(settings, { type: "computers-asked" });
  const { state: listed } = reduce(asking, { type: "computers-heard", computers: [computer] });

  it("are asked for, and listed", () => {
    expect(effect).toEqual({ type: "list-computers" });
    expect(listed).toMatchObject({ screen: "computers", computers: [computer], busy: false });
    expect(reduce(listed, { type: "back" }).state.screen).toBe("settings");
  });

  it("are removed only after a second question", () => {
    const { state: asked, effect: none } = reduce(listed, { type: "computer-chosen", computer: computer.id });
    expect([asked.screen, none]).toEqual(["remove-computer", null]);
    const { state: busy, effect: work } = reduce(asked, { type: "computer-removal-confirmed" });
    expect(work).toEqual({ type: "remove-computer", computer: computer.id });
    expect(reduce(busy, { type: "computer-removal-confirmed" }).effect).toBeNull();
    expect(reduce(busy, { type: "computers-heard", computers: [] }).state).toMatchObject({
      screen: "computers",
      computers: [],
    });
  });
});
