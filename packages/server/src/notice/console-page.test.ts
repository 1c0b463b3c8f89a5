/** Every kind of notice leads to a page about its thing. */
import { newProposalId, newUserId, type noticeKinds } from "@mtoken/protocol";
import { expect, test } from "vitest";
import { consolePageOf } from "./console-page.ts";

test("leads to the policy, the company, the proposal or the person that a notice is about", () => {
  const proposal = newProposalId();
  const user = newUserId();
  const page = (kind: keyof typeof noticeKinds, about: Partial<Parameters<typeof consolePageOf>[0]> = {}) =>
    consolePageOf({ kind, data: {}, aboutId: null, reader: "administrator", ...about });
  expect(page("policy.changed")).toBe("/c/policy");
  expect(page("limits.changed")).toBe("/c/policy");
  expect(page("limits.changed", { reader: "officer" })).toBe("/c/limits");
  expect(page("company.stopped")).toBe("/c/company");
  expect(page("staff.created")).toBe("/c/staff");
  expect(page("proposal.waiting", { data: { proposal } })).toBe(`/c/proposals/${proposal}`);
  expect(page("administrator.made", { aboutId: user })).toBe(`/c/users/${user}`);
  expect(page("policy.applied")).toBe("/c/account");
});
