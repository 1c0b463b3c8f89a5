/**
 * Which mPINs the phone accepts (docs/protocol.md §4). The server never sees an mPIN, so these rules
 * are kept here or nowhere: a thief with the phone in hand has five tries, and would spend them on these.
 */

/** How long an mPIN may be; the company's policy, from the signed offer. */
export interface MpinPolicy {
  min: number;
  max: number;
}

/** What is wrong with an mPIN that the user chose. */
export type MpinProblem =
  | "not-digits"
  | "too-short"
  | "too-long"
  | "repeat"
  | "sequence"
  | "mirror"
  | "common"
  /** Chosen to take the place of itself. */
  | "same";

/** No policy goes below or beyond: fewer digits are guessed in five tries too often, more are written down. */
export const widestMpinPolicy: Readonly<MpinPolicy> = { min: 5, max: 12 };

/** What people choose most, as far as the rules for patterns don't catch it already: shapes on the key pad, dates, words. */
const common = new Set(
  [
    "11223 12233 12344 13345 14785 15975 20000 25802 36985 75391 78963 95175",
    "102030 112358 123654 142536 147852 147896 159357 159753 192837 200000 201314 235689 246810 258852 321654",
    "369258 456123 456852 520131 520520 666999 741852 741963 753159 753951 789123 789456 789987 852456 951753",
    "963852 987456 999000 100000 124578 134679 121314 123789 147369 147258 258369 258456 123400 696969 420420",
    "1472583 1478963 7894561 12341234 14725836 15935728 19283746 78945612 147258369 159357456 741852963 789456123",
  ].flatMap((line) => line.split(" ")),
);

/**
 * Looks at an mPIN before anything is made from it.
 *
 * @returns what is wrong with it, or undefined when it may be used.
 * @example
 * checkMpin("123456", { min: 6, max: 6 }); // "sequence"
 */
export function checkMpin(mpin: string, policy: MpinPolicy): MpinProblem | undefined {
  if (!/^[0-9]*$/.test(mpin)) return "not-digits";
  if (mpin.length < Math.max(policy.min, widestMpinPolicy.min)) return "too-short";
  if (mpin.length > Math.min(policy.max, widestMpinPolicy.max)) return "too-long";
  if (isRepeat(mpin)) return "repeat";
  if (isSequence(mpin)) return "sequence";
  if (isMirror(mpin)) return "mirror";
  return common.has(mpin) ? "common" : undefined;
}

/** One block of up to three digits over and over (`111111`, `121212`, `123123`), or each digit twice (`112233`). */
function isRepeat(mpin: string): boolean {
  return /^(\d{1,3})\1+$/.test(mpin) || /^(?:(\d)\1)+$/.test(mpin);
}

/** The same step from each digit to the next, up or down, 9 and 0 being neighbours: `345678`, `890123`, `86420`. */
function isSequence(mpin: string): boolean {
  const digits = [...mpin].map(Number);
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10);
  return new Set(steps).size === 1;
}

/** The same read backwards: `123321`. */
function isMirror(mpin: string): boolean {
  return [...mpin].reverse().join("") === mpin;
}
