/**
 * What a company asks of its people's phones (M21, B2), and the limits that the operator sets for all companies. What counts is
 * always the stricter of both (`effectivePolicy`), so that limits which are made stricter hold at once.
 */
import * as v from "valibot";
import { mpinBoundsSchema } from "../activation.ts";
import { compareAmounts, isAmount } from "../amounts.ts";
import { currencyDigits } from "../currencies.ts";
import { wholeNumber } from "../fields.ts";

/** From the laxest to the strictest: digits to compare, an administrator's approval of the computer, or none but known ones. */
export const unknownComputers = ["digits", "approval", "refuse"] as const;
export type UnknownComputers = (typeof unknownComputers)[number];

/** From the laxer to the stricter: what opened the session signs in too, or a factor is asked for each time. */
export const signInFactors = ["session", "each-time"] as const;
export type SignInFactor = (typeof signInFactors)[number];

/** Up to this amount, in the digits of its currency (docs/protocol.md §7), a passkey signs; zero: never in this currency. */
const ceilingSchema = v.pipe(
  v.strictObject({ currency: v.string(), amount: v.string() }),
  v.check(
    ({ currency, amount }) =>
      isAmount(amount, currency) || (currencyDigits(currency) !== undefined && amount === zeroOf(currency)),
    "must be an amount in the digits of its currency",
  ),
);
export type AmountCeiling = v.InferOutput<typeof ceilingSchema>;

/**
 * Empty: no limit at all. Else what is above the amount of its currency, or in a currency that isn't named, takes the mPIN.
 */
const ceilingsSchema = v.pipe(
  v.array(ceilingSchema),
  v.maxLength(50),
  v.check(
    (ceilings) => new Set(ceilings.map(({ currency }) => currency)).size === ceilings.length,
    "must name each currency once",
  ),
);

const shared = {
  mpin: mpinBoundsSchema,
  biometrics_up_to: ceilingsSchema,
  unknown_computers: v.picklist(unknownComputers),
  devices: wholeNumber(1, 5),
  idle_seconds: wholeNumber(60, 300),
  sign_in_factor: v.picklist(signInFactors),
};

/** A company's own. Every field is there in every stored one. */
export const companyPolicySchema = v.strictObject({
  ...shared,
  /** Self-activation is off: a new device waits for an administrator (M21). */
  approval: v.boolean(),
  /** Whether a passkey may stand in the mPIN's place. */
  biometrics: v.boolean(),
});
export type CompanyPolicy = v.InferOutput<typeof companyPolicySchema>;

/** How lax a company's policy may be. */
export const policyLimitsSchema = v.strictObject({
  ...shared,
  /** Every company's new devices wait. */
  approval_required: v.boolean(),
  biometrics_allowed: v.boolean(),
});
export type PolicyLimits = v.InferOutput<typeof policyLimitsSchema>;

/** What a new company has where nobody says otherwise. */
export const usualPolicy: CompanyPolicy = {
  mpin: { min: 6, max: 12 },
  approval: false,
  biometrics: true,
  biometrics_up_to: [],
  unknown_computers: "digits",
  devices: 1,
  idle_seconds: 300,
  sign_in_factor: "session",
};

/** What a new server has: a limit to nothing that the protocol allows. */
export const widestLimits: PolicyLimits = {
  mpin: { min: 5, max: 12 },
  approval_required: false,
  biometrics_allowed: true,
  biometrics_up_to: [],
  unknown_computers: "digits",
  devices: 5,
  idle_seconds: 300,
  sign_in_factor: "session",
};

/** A company's own policy, the limits, and what holds: the stricter of both. */
export const companyPolicyAnswerSchema = v.strictObject({
  policy: companyPolicySchema,
  limits: policyLimitsSchema,
  effective: companyPolicySchema,
});

/** The limits; and, asked about, those whose effect is wanted. */
export const limitsAnswerSchema = v.strictObject({ limits: policyLimitsSchema });

/** However many there are: each company is looked at. */
const inAll = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** Companies, and those of them whose own policy is laxer than the limits, so that these hold in its place. */
export const limitsEffectSchema = v.strictObject({
  companies: inAll,
  held_back: inAll,
  /** By the limits that hold now. */
  held_back_now: inAll,
  /** Held back now, and no longer. */
  freed: inAll,
});
export type LimitsEffect = v.InferOutput<typeof limitsEffectSchema>;

/** What counts: of each field the stricter. It always lies within the limits. */
export function effectivePolicy(policy: CompanyPolicy, limits: PolicyLimits): CompanyPolicy {
  const within = (digits: number) => Math.min(Math.max(digits, limits.mpin.min), limits.mpin.max);
  return {
    mpin: { min: within(policy.mpin.min), max: within(policy.mpin.max) },
    approval: policy.approval || limits.approval_required,
    biometrics: policy.biometrics && limits.biometrics_allowed,
    biometrics_up_to: lowerCeilings(policy.biometrics_up_to, limits.biometrics_up_to),
    unknown_computers: stricterOf(unknownComputers, policy.unknown_computers, limits.unknown_computers),
    devices: Math.min(policy.devices, limits.devices),
    idle_seconds: Math.min(policy.idle_seconds, limits.idle_seconds),
    sign_in_factor: stricterOf(signInFactors, policy.sign_in_factor, limits.sign_in_factor),
  };
}

type IsLaxer = (policy: CompanyPolicy, limits: PolicyLimits) => boolean;

const isLaxer: Readonly<Record<keyof CompanyPolicy, IsLaxer>> = {
  mpin: ({ mpin }, limits) => mpin.min < limits.mpin.min || mpin.max > limits.mpin.max,
  approval: ({ approval }, { approval_required }) => approval_required && !approval,
  biometrics: ({ biometrics }, { biometrics_allowed }) => biometrics && !biometrics_allowed,
  biometrics_up_to: ({ biometrics_up_to: own }, { biometrics_up_to: limits }) =>
    limits.length > 0 &&
    (own.length === 0 || own.some((ceiling) => !isZero(ceiling) && !isWithin(ceiling, limits))),
  unknown_computers: (policy, limits) =>
    unknownComputers.indexOf(policy.unknown_computers) < unknownComputers.indexOf(limits.unknown_computers),
  devices: (policy, limits) => policy.devices > limits.devices,
  idle_seconds: (policy, limits) => policy.idle_seconds > limits.idle_seconds,
  sign_in_factor: (policy, limits) =>
    signInFactors.indexOf(policy.sign_in_factor) < signInFactors.indexOf(limits.sign_in_factor),
};

/** The fields in which a policy is laxer than the limits: such a one is not stored. */
export function beyondLimits(policy: CompanyPolicy, limits: PolicyLimits): (keyof CompanyPolicy)[] {
  const fields = Object.keys(isLaxer) as (keyof CompanyPolicy)[];
  return fields.filter((field) => isLaxer[field](policy, limits));
}

/** Whether a passkey is enough for this amount. */
export function biometricsSuffice(
  { biometrics, biometrics_up_to }: Pick<CompanyPolicy, "biometrics" | "biometrics_up_to">,
  { currency, amount }: AmountCeiling,
): boolean {
  return biometrics && (biometrics_up_to.length === 0 || isWithin({ currency, amount }, biometrics_up_to));
}

/** In a currency that isn't named nothing is, not even zero. */
function isWithin({ currency, amount }: AmountCeiling, ceilings: readonly AmountCeiling[]): boolean {
  const ceiling = ceilings.find((each) => each.currency === currency);
  return ceiling !== undefined && compareAmounts(amount, ceiling.amount) <= 0;
}

/** A currency that only one of the two names is the other's "never". */
function lowerCeilings(own: readonly AmountCeiling[], limits: readonly AmountCeiling[]): AmountCeiling[] {
  if (own.length === 0 || limits.length === 0) return [...own, ...limits];
  return own.map((ceiling) => {
    if (isWithin(ceiling, limits)) return ceiling;
    const { currency } = ceiling;
    return limits.find((each) => each.currency === currency) ?? { currency, amount: zeroOf(currency) };
  });
}

function stricterOf<Word extends string>(fromLaxest: readonly Word[], one: Word, other: Word): Word {
  return fromLaxest.indexOf(one) > fromLaxest.indexOf(other) ? one : other;
}

function zeroOf(currency: string): string {
  return (0).toFixed(currencyDigits(currency) ?? 0);
}

function isZero({ currency, amount }: AmountCeiling): boolean {
  return amount === zeroOf(currency);
}
