import { type Notice, newTypedCode } from "@mtoken/protocol";
import { describe, expect, it } from "vitest";
import type { AppState } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, locked, openedOf, sourceOf, summary } from "./test-states.ts";

const home: AppState = { screen: "home", account, problem: null };

describe("the unlocked phone", () => {
  it("shows the requests that it heard of, on every screen that lists them", () => {
    const { state } = reduce(home, {
      type: "requests-heard",
      requests: [],
      unread: 0,
      features: ["payments"],
      enrolment: null,
    });
    expect(state).toMatchObject({ screen: "home", account: { requests: [], unread: 0 } });
  });

  it("says that the server is out of reach, and no longer when it answers", () => {
    const offline = reduce(home, { type: "requests-unheard", problem: problemOf("offline") });
    expect(offline.state).toMatchObject({ problem: { code: "offline" } });
    const again = reduce(offline.state, {
      type: "requests-heard",
      requests: [summary],
      unread: 0,
      features: ["payments"],
      enrolment: null,
    });
    expect(again.state).toMatchObject({ problem: null });
  });

  it("asks the server again when the user asks, and keeps what it said until there is an answer", () => {
    const offline = reduce(home, { type: "requests-unheard", problem: problemOf("offline") });
    const asked = reduce(offline.state, { type: "try-again" });
    expect(asked).toEqual({ state: offline.state, effect: { type: "list-requests" } });
  });

  it("claims what is chosen from the list", () => {
    const { state, effect } = reduce(home, { type: "request-chosen", request: summary.request });
    expect(state).toMatchObject({ screen: "claiming", from: "list" });
    expect(effect).toEqual({ type: "claim", source: { request: summary.request } });
  });

  it("says on every screen of a session that it ends in a moment, and keeps it open for who asks it to", () => {
    const { state: settings } = reduce(home, { type: "settings-asked" });
    for (const state of [home, settings]) {
      const told = reduce(state, { type: "idle-told", soon: true });
      expect(told).toMatchObject({ state: { account: { idleSoon: true } }, effect: null });
      expect(reduce(told.state, { type: "idle-told", soon: true }).state).toBe(told.state);
      const stays = reduce(told.state, { type: "stay-asked" });
      expect(stays).toMatchObject({
        state: { screen: state.screen, account: { idleSoon: false } },
        effect: { type: "stay" },
      });
      expect(reduce(stays.state, { type: "stay-asked" }).effect).toBeNull();
    }
  });

  it("says so to whom everything is stopped as well, and to nobody without a session", () => {
    const frozen = { ...home, account: { ...account, frozen: { at: 1_800_000_000, stopped: 2 } } } as const;
    const { state } = reduce(frozen, { type: "idle-told", soon: true });
    expect(state).toMatchObject({ account: { idleSoon: true } });
    expect(reduce(locked, { type: "idle-told", soon: true })).toEqual({ state: locked, effect: null });
  });

  it("makes nothing new of a session that is used", () => {
    expect(reduce(home, { type: "idle-told", soon: false }).state).toBe(home);
  });

  it("signs out", () => {
    expect(reduce(home, { type: "signed-out" }).effect).toEqual({ type: "sign-out" });
  });

  it("deactivates only after a second question", () => {
    const { state: settings } = reduce(home, { type: "settings-asked" });
    const { state: asked, effect } = reduce(settings, { type: "deactivate-asked" });
    expect(effect).toBeNull();
    expect(reduce(asked, { type: "deactivation-confirmed", note: "" }).effect).toBeNull();
    const { state: chosen } = reduce(asked, { type: "deactivation-reason-chosen", reason: "replaced" });
    expect(reduce(chosen, { type: "back" }).state).toEqual(asked);
    expect(reduce(chosen, { type: "settings-asked" }).state).toEqual(settings);
    const { state: busy, effect: work } = reduce(chosen, { type: "deactivation-confirmed", note: "" });
    expect(work).toEqual({ type: "deactivate", why: { reason: "replaced" } });
    expect(reduce(busy, { type: "deactivation-confirmed", note: "" }).effect).toBeNull();
    expect(reduce(busy, { type: "back" }).state).toBe(busy);
    const failed = reduce(busy, { type: "deactivation-failed", problem: problemOf("unavailable") });
    expect(failed.state).toMatchObject({ screen: "deactivate", reason: "replaced", busy: false });
    const { effect: again } = reduce(failed.state, { type: "deactivation-confirmed", note: "Seen by Éva" });
    expect(again).toEqual({ type: "deactivate", why: { reason: "replaced", note: "Seen by Éva" } });
  });

  it("erases a phone without the server only after the server could not be told, and after one more question", () => {
    const { state: settings } = reduce(home, { type: "settings-asked" });
    const { state: asked } = reduce(settings, { type: "deactivate-asked" });
    const { state: chosen } = reduce(asked, { type: "deactivation-reason-chosen", reason: "other" });
    expect(reduce(chosen, { type: "start-anew" }).state).toBe(chosen);
    const { state: busy } = reduce(chosen, { type: "deactivation-confirmed", note: "" });
    const { state: failed } = reduce(busy, { type: "deactivation-failed", problem: problemOf("offline") });
    const { state: question, effect } = reduce(failed, { type: "start-anew" });
    expect(question).toEqual({ screen: "start-over", from: failed });
    expect(effect).toBeNull();
    expect(reduce(question, { type: "back" }).state).toBe(failed);
    expect(reduce(question, { type: "start-anew" }).effect).toEqual({ type: "forget" });
  });
});

describe("claiming", () => {
  const { state: scanning } = reduce(home, { type: "scan-asked" });
  const { state: claiming, effect: asked } = reduce(scanning, { type: "text-read", text: "qr" });
  const source = sourceOf(asked);

  it("takes one code at a time, however many frames show it", () => {
    expect(reduce(claiming, { type: "text-read", text: "next frame" }).effect).toBeNull();
  });

  it("goes back to the scanner with what was wrong", () => {
    const problem = problemOf("frame_refused");
    const { state } = reduce(claiming, { type: "claim-failed", source, problem });
    expect(state).toMatchObject({ screen: "scan-request", problem: { code: "frame_refused" } });
  });

  it.each(["sign-in", "signature"] as const)("opens a %s", (kind) => {
    const { state } = reduce(claiming, { type: "claimed", source, opened: openedOf(kind) });
    expect(state).toMatchObject({ screen: kind });
  });

  it("can be left, and a late answer brings nothing back", () => {
    const { state } = reduce(claiming, { type: "back" });
    expect(state).toMatchObject({ screen: "home" });
    expect(reduce(state, { type: "claimed", source, opened: openedOf("sign-in") }).state).toBe(state);
  });

  it("takes no answer to a claim that was left, not even to one of the same code", () => {
    const { state } = reduce(scanning, { type: "text-read", text: "qr" });
    expect(reduce(state, { type: "claimed", source, opened: openedOf("signature") }).state).toBe(state);
    const problem = problemOf("request_closed");
    expect(reduce(state, { type: "claim-failed", source, problem }).state).toBe(state);
  });

  it("ignores an answer that comes after the session ended", () => {
    const opened = openedOf("sign-in");
    const { state } = reduce({ screen: "blocked" }, { type: "claimed", source, opened });
    expect(state).toEqual({ screen: "blocked" });
  });

  it("checks a typed code before it asks the server", () => {
    const { state: typing } = reduce(home, { type: "typed-code-asked" });
    const mistyped = reduce(typing, { type: "code-given", code: "123" });
    expect(mistyped.state).toMatchObject({ problem: { code: "mistyped_code", missing: 6 } });
    expect(mistyped.effect).toBeNull();
    const code = newTypedCode();
    const other = (code[0] === "7" ? "8" : "7") + code.slice(1);
    expect(reduce(typing, { type: "code-given", code: other }).state).not.toHaveProperty("problem.missing");
    expect(reduce(typing, { type: "code-given", code }).effect).toEqual({
      type: "claim",
      source: { code },
    });
  });
});

describe("the inbox", () => {
  const unreadHome = { screen: "home", account: { ...account, unread: 2 }, problem: null } as const;
  const noticeOf = (id: string) => ({ notice: id, read: false }) as unknown as Notice;
  const opened = reduce(unreadHome, { type: "inbox-asked" }).state;
  const listed = reduce(opened, {
    type: "notices-heard",
    notices: [noticeOf("b"), noticeOf("a")],
    more: true,
  });

  it("asks for the newest notices when it is opened", () => {
    expect(reduce(unreadHome, { type: "inbox-asked" })).toMatchObject({
      state: { screen: "inbox", notices: null, busy: true },
      effect: { type: "list-notices", before: null },
    });
  });

  it("asks for older ones from the last that is there, once at a time, and puts them after it", () => {
    const asked = reduce(listed.state, { type: "older-asked" });
    expect(asked.effect).toEqual({ type: "list-notices", before: "a" });
    expect(reduce(asked.state, { type: "older-asked" }).effect).toBeNull();
    const heard = { type: "notices-heard", notices: [noticeOf("0")], more: false } as const;
    const { state } = reduce(asked.state, heard);
    expect(state).toMatchObject({ more: false, busy: false });
    expect("notices" in state && state.notices?.map(({ notice }) => notice)).toEqual(["b", "a", "0"]);
  });

  it("has nothing unread afterwards, and goes on showing what was new", () => {
    const { state } = reduce(listed.state, { type: "notices-read" });
    expect(state).toMatchObject({ account: { unread: 0 }, notices: [{ read: false }, { read: false }] });
    expect(reduce(state, { type: "back" }).state).toMatchObject({ screen: "home", account: { unread: 0 } });
  });

  it("says what stood against it, and tries again", () => {
    const failed = reduce(opened, { type: "notices-unheard", problem: problemOf("offline") });
    expect(failed.state).toMatchObject({ busy: false, problem: { code: "offline" } });
    expect(reduce(failed.state, { type: "try-again" }).effect).toEqual({
      type: "list-notices",
      before: null,
    });
  });

  it("is counted anew with each answer to the list of requests", () => {
    const heard = {
      type: "requests-heard",
      requests: [],
      unread: 7,
      features: ["payments"],
      enrolment: null,
    } as const;
    expect(reduce(unreadHome, heard).state).toMatchObject({ account: { unread: 7 } });
    expect(reduce(listed.state, heard).state).toMatchObject({ screen: "inbox", account: { unread: 7 } });
  });
});

describe("notifications", () => {
  const offeredHome = { screen: "home", account: { ...account, push: "offered" }, problem: null } as const;

  it.each([true, false])("are turned on or off as the user chooses (%s), and offered no more", (wanted) => {
    const { state, effect } = reduce(offeredHome, { type: "push-wanted", wanted });
    expect(effect).toEqual({ type: "turn-push", on: wanted });
    expect(state).toMatchObject({ screen: "home", account: { push: wanted ? "on" : "off" } });
  });

  it("are shown on any screen as they turned out", () => {
    const settings = { screen: "settings", account, fingerprint: null } as const;
    for (const state of [offeredHome, settings])
      expect(reduce(state, { type: "push-told", push: "blocked" }).state).toMatchObject({
        ...{ screen: state.screen, account: { push: "blocked" } },
      });
    expect(reduce(locked, { type: "push-told", push: "on" }).state).toBe(locked);
  });
});
