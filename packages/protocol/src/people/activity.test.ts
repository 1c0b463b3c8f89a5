import * as v from "valibot";
import { expect, test } from "vitest";
import { eventSchema, policyChangeSchema } from "./activity.ts";
import { usualPolicy, widestLimits } from "./policy.ts";

const event = {
  ...{ id: "evt_00000000-0000-4000-8000-000000000000", at: 1_795_348_800, kind: "company.changed" },
  ...{ company: null, user: null, device: null, by: null, via: "console", client: null },
  ...{ reason: null, note: null, details: {} },
};

test("what a newer server tells of is read, though nobody here has words for it", () => {
  const changes = [
    { field: "devices", from: 1, to: 2 },
    { field: "quiet_hours", from: [], to: [{ from: "22:00", to: "06:00" }] },
    { field: "places", from: {}, to: { only: ["NL"] } },
  ];
  for (const told of [event, { ...event, kind: "company.merged", changes }])
    expect(v.is(eventSchema, { changes: [], ...told })).toBe(true);
  expect(v.is(eventSchema, { ...event, changes: [{ field: "<b>", from: 1, to: 2 }] })).toBe(false);
});

test("each field of a policy and of the limits can be told of", () => {
  for (const [field, value] of [...Object.entries(usualPolicy), ...Object.entries(widestLimits)])
    expect(v.is(policyChangeSchema, { field, from: value, to: value }), field).toBe(true);
});
