import { newCompanyId, newInteractionId, newRequestId, newUserId } from "@mtoken/protocol";
import { expect, it } from "vitest";
import type { PortalSession } from "./portal-sessions.ts";
import { PortalSessions } from "./portal-sessions.ts";

const pending: PortalSession = {
  status: "pending",
  pending: { interaction: newInteractionId(), uri: "", state: "", codeVerifier: "", expiresAt: 0 },
};
const signedIn: PortalSession = {
  status: "signed-in",
  signedIn: {
    request: newRequestId(),
    user: { id: newUserId(), name: "Anna Jansen" },
    company: { id: newCompanyId(), name: "Northwind Bakery" },
    acr: "",
    amr: [],
    auth_time: 0,
  },
};

it("finds a session by the cookie that it was begun with, and by no other", () => {
  const sessions = new PortalSessions();
  const cookie = sessions.begin(pending);
  expect(sessions.find(cookie)).toBe(pending);
  expect(sessions.find(`${cookie}x`)).toBeUndefined();
  expect(sessions.find(undefined)).toBeUndefined();
});

it("gives each session a cookie of its own", () => {
  const sessions = new PortalSessions();
  expect(sessions.begin(pending)).not.toBe(sessions.begin(signedIn));
});

it("forgets a session that has ended", () => {
  const sessions = new PortalSessions();
  const cookie = sessions.begin(signedIn);
  sessions.end(cookie);
  expect(sessions.find(cookie)).toBeUndefined();
});

it("remembers that somebody has signed in, and a sign-in that was only begun does not count", () => {
  const sessions = new PortalSessions();
  sessions.begin(pending);
  expect(sessions.signedInOnce).toBe(false);
  sessions.end(sessions.begin(signedIn));
  expect(sessions.signedInOnce).toBe(true);
});

it("holds no more than a thousand, and gives up the oldest", () => {
  const sessions = new PortalSessions();
  const first = sessions.begin(pending);
  for (let count = 0; count < 1_000; count += 1) sessions.begin(pending);
  expect(sessions.find(first)).toBeUndefined();
});

it("tells a browser why its session has ended, and lets go of what followed it", () => {
  const sessions = new PortalSessions();
  const cookie = sessions.begin(signedIn);
  const signal = sessions.signalOf(cookie);
  expect(signal.aborted).toBe(false);
  sessions.close(cookie, "device-deactivated");
  expect(signal.aborted).toBe(true);
  expect(sessions.find(cookie)).toEqual({ status: "ended", reason: "device-deactivated" });
  sessions.close(cookie, null);
  expect(sessions.find(cookie)).toMatchObject({ reason: "device-deactivated" });
});

it("follows nobody who has signed out, and nobody once the portal stops", () => {
  const sessions = new PortalSessions();
  const [first, second] = [sessions.begin(signedIn), sessions.begin(signedIn)];
  const [out, stopped] = [sessions.signalOf(first), sessions.signalOf(second)];
  sessions.end(first);
  expect([out.aborted, stopped.aborted]).toEqual([true, false]);
  // What is heard too late brings nobody's session back.
  sessions.close(first, "user-frozen");
  expect(sessions.find(first)).toBeUndefined();
  expect(sessions.signalOf(first).aborted).toBe(true);
  sessions.endAll();
  expect(stopped.aborted).toBe(true);
});
