/** Policies and the limits to them: the stricter of both counts. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { AmountCeiling, CompanyPolicy, PolicyLimits } from "./policy.ts";
import {
  beyondLimits,
  biometricsSuffice,
  companyPolicySchema,
  effectivePolicy,
  policyLimitsSchema,
  signInFactors,
  unknownComputers,
  usualPolicy,
  widestLimits,
} from "./policy.ts";

const mpin = fc
  .tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 5, max: 12 }))
  .map(([one, other]) => ({ min: Math.min(one, other), max: Math.max(one, other) }));
const ceiling = fc.record({
  currency: fc.constantFrom("EUR", "USD", "CHF"),
  amount: fc.integer({ min: 0, max: 300 }).map((cents) => (cents / 100).toFixed(2)),
});
const ceilings = fc.uniqueArray(ceiling, { maxLength: 3, selector: ({ currency }) => currency });
const shared = {
  mpin,
  biometrics_up_to: ceilings,
  unknown_computers: fc.constantFrom(...unknownComputers),
  devices: fc.integer({ min: 1, max: 5 }),
  idle_seconds: fc.integer({ min: 60, max: 300 }),
  sign_in_factor: fc.constantFrom(...signInFactors),
};
const policies: fc.Arbitrary<CompanyPolicy> = fc.record({
  ...shared,
  approval: fc.boolean(),
  biometrics: fc.boolean(),
});
const anyLimits: fc.Arbitrary<PolicyLimits> = fc.record({
  ...shared,
  approval_required: fc.boolean(),
  biometrics_allowed: fc.boolean(),
});

/** Both sides of a limit as they are written in a policy. */
function asPolicy({ approval_required, biometrics_allowed, ...rest }: PolicyLimits): CompanyPolicy {
  return { ...rest, approval: approval_required, biometrics: biometrics_allowed };
}

describe("the effective policy", () => {
  it("is a policy, and lies within the limits", () => {
    fc.assert(
      fc.property(policies, anyLimits, (policy, limits) => {
        const effective = effectivePolicy(policy, limits);
        expect(v.parse(companyPolicySchema, effective)).toEqual(effective);
        expect(beyondLimits(effective, limits)).toEqual([]);
      }),
    );
  });

  it("is the company's own where that lies within the limits, and only there", () => {
    fc.assert(
      fc.property(policies, anyLimits, (policy, limits) => {
        const own = JSON.stringify(effectivePolicy(policy, limits)) === JSON.stringify(ordered(policy));
        expect(beyondLimits(policy, limits).length === 0).toBe(own);
      }),
    );
  });

  it("takes no lax word from either: not a passkey, a device, a second or a computer more than both allow", () => {
    fc.assert(
      fc.property(policies, anyLimits, ceiling, (policy, limits, payment) => {
        const effective = effectivePolicy(policy, limits);
        const both = [policy, asPolicy(limits)];
        expect(effective.approval).toBe(both.some(({ approval }) => approval));
        expect(effective.devices).toBe(Math.min(...both.map(({ devices }) => devices)));
        expect(effective.idle_seconds).toBe(Math.min(...both.map(({ idle_seconds }) => idle_seconds)));
        const words = both.map(({ unknown_computers: word }) => unknownComputers.indexOf(word));
        expect(unknownComputers.indexOf(effective.unknown_computers)).toBe(Math.max(...words));
        expect(effective.sign_in_factor === "each-time").toBe(
          both.some(({ sign_in_factor }) => sign_in_factor === "each-time"),
        );
        expect(effective.mpin.min).toBeGreaterThanOrEqual(limits.mpin.min);
        expect(effective.mpin.max).toBeLessThanOrEqual(limits.mpin.max);
        if (payment.amount !== "0.00") {
          const suffices = biometricsSuffice(effective, payment);
          expect(suffices).toBe(both.every((each) => biometricsSuffice(each, payment)));
        }
      }),
    );
  });

  it("changes nothing under the widest limits, and is the same when it is taken twice", () => {
    fc.assert(
      fc.property(policies, anyLimits, (policy, limits) => {
        expect(effectivePolicy(policy, widestLimits)).toEqual(policy);
        const effective = effectivePolicy(policy, limits);
        expect(effectivePolicy(effective, limits)).toEqual(effective);
      }),
    );
  });

  it("has a shortest mPIN as long as the limits ask, however short the company's longest is", () => {
    const policy = { ...usualPolicy, mpin: { min: 5, max: 6 } };
    const limits = { ...widestLimits, mpin: { min: 8, max: 12 } };
    expect(effectivePolicy(policy, limits).mpin).toEqual({ min: 8, max: 8 });
  });
});

/** With its fields as `effectivePolicy` writes them. */
function ordered(policy: CompanyPolicy): CompanyPolicy {
  return effectivePolicy(policy, widestLimits);
}

describe("a passkey suffices", () => {
  const upTo = (...biometrics_up_to: AmountCeiling[]) => ({ biometrics: true, biometrics_up_to });
  const euros = (amount: string) => ({ currency: "EUR", amount });

  it("for any amount where no ceiling is named", () => {
    expect(biometricsSuffice(upTo(), euros("999999999999999999.99"))).toBe(true);
    expect(biometricsSuffice({ biometrics: false, biometrics_up_to: [] }, euros("0.01"))).toBe(false);
  });

  it("up to the ceiling of the currency, and in no currency that isn't named", () => {
    const policy = upTo(euros("1000.00"));
    expect(biometricsSuffice(policy, euros("1000.00"))).toBe(true);
    expect(biometricsSuffice(policy, euros("1000.01"))).toBe(false);
    expect(biometricsSuffice(policy, euros("999.99"))).toBe(true);
    expect(biometricsSuffice(policy, { currency: "JPY", amount: "1" })).toBe(false);
  });

  it("never in a currency whose ceiling is zero", () => {
    expect(biometricsSuffice(upTo(euros("0.00")), euros("0.01"))).toBe(false);
  });

  it("for nothing where the company and the limits name different currencies", () => {
    const policy = { ...usualPolicy, biometrics_up_to: [euros("5.00")] };
    const limits = { ...widestLimits, biometrics_up_to: [{ currency: "JPY", amount: "5" }] };
    const effective = effectivePolicy(policy, limits);
    expect(biometricsSuffice(effective, euros("0.01"))).toBe(false);
    expect(biometricsSuffice(effective, { currency: "JPY", amount: "1" })).toBe(false);
  });
});

describe("the schemas", () => {
  it("take what a new company and a new server have", () => {
    expect(v.is(companyPolicySchema, usualPolicy)).toBe(true);
    expect(v.is(policyLimitsSchema, widestLimits)).toBe(true);
    expect(beyondLimits(usualPolicy, widestLimits)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["an mPIN of four digits", { mpin: { min: 4, max: 12 } }],
    ["bounds the wrong way round", { mpin: { min: 8, max: 6 } }],
    ["no device at all", { devices: 0 }],
    ["six devices", { devices: 6 }],
    ["a session longer than five minutes", { idle_seconds: 301 }],
    ["a session shorter than a minute", { idle_seconds: 59 }],
    ["a word that there is not", { unknown_computers: "allow" }],
    [
      "an amount with other digits than its currency has",
      { biometrics_up_to: [{ currency: "EUR", amount: "1" }] },
    ],
    ["a currency that there is not", { biometrics_up_to: [{ currency: "XXX", amount: "0" }] }],
    ["a negative amount", { biometrics_up_to: [{ currency: "EUR", amount: "-1.00" }] }],
    [
      "a currency twice",
      { biometrics_up_to: [1, 2].map((euros) => ({ currency: "EUR", amount: `${euros}.00` })) },
    ],
    ["a field more", { colour: "red" }],
    ["a field less", { approval: undefined }],
  ])("refuse %s", (_what, change) => {
    expect(v.is(companyPolicySchema, { ...usualPolicy, ...change })).toBe(false);
  });
});
