import type { Content } from "@mtoken/protocol";
import { type CompanyPolicy, usualPolicy } from "@mtoken/protocol/people";
import { expect, test } from "vitest";
import { freshFactorFor, requireFreshFactor, stricterFactor } from "./fresh-factor.ts";

const account = "NL91ABNA0417164300";
const anybody = { role: "user", manages_people: false } as const;
const upTo = { biometrics_up_to: [{ currency: "EUR", amount: "500.00" }] };

function pay(amount: string, currency = "EUR"): Content & { type: "payment" } {
  return { type: "payment", amount, currency, payee: { name: "Paper & Ink Ltd", account } };
}

function signing(content: Content, policy: Partial<CompanyPolicy> = {}) {
  return freshFactorFor({ ...usualPolicy, ...policy }, { kind: "signature", content }, anybody);
}

test("a signature always takes a fresh factor, whichever it is", () => {
  expect(signing(pay("1000000.00"))).toBe("any");
  expect(signing({ type: "statement", text: "I have read it." })).toBe("any");
});

test("above the company's amount, and in a currency that it does not name, it takes the mPIN", () => {
  expect(signing(pay("500.00"), upTo)).toBe("any");
  expect(signing(pay("500.01"), upTo)).toBe("mpin");
  expect(signing(pay("1.00", "SEK"), upTo)).toBe("mpin");
});

test("a batch counts by its totals, since it is signed as one", () => {
  const payments = [pay("300.00"), pay("300.00")];
  const batch: Content = {
    ...{ type: "batch", payments, count: 2, totals: [{ currency: "EUR", amount: "600.00" }] },
  };
  expect(signing(batch, upTo)).toBe("mpin");
  expect(signing(batch, { biometrics_up_to: [{ currency: "EUR", amount: "600.00" }] })).toBe("any");
});

test("where the company allows no biometrics everything that takes a factor takes the mPIN", () => {
  expect(signing({ type: "statement", text: "I have read it." }, { biometrics: false })).toBe("mpin");
});

test("a sign-in takes one where the company wants it each time", () => {
  const signIn = { kind: "sign-in", content: null } as const;
  const eachTime = { ...usualPolicy, sign_in_factor: "each-time" } as const;
  expect(freshFactorFor(usualPolicy, signIn, anybody)).toBe("none");
  expect(freshFactorFor(eachTime, signIn, anybody)).toBe("any");
  expect(freshFactorFor({ ...eachTime, biometrics: false }, signIn, anybody)).toBe("mpin");
});

test("a sign-in takes one where it lets somebody act on others, whatever the company wants", () => {
  const signIn = { kind: "sign-in", content: null } as const;
  for (const role of ["administrator", "helpdesk", "officer", "auditor"] as const) {
    expect(freshFactorFor(usualPolicy, signIn, { role, manages_people: true })).toBe("any");
    expect(freshFactorFor(usualPolicy, signIn, { role, manages_people: false })).toBe("none");
  }
  expect(freshFactorFor(usualPolicy, signIn, { role: "user", manages_people: true })).toBe("none");
});

test("of what the envelope said and what holds now the stricter counts", () => {
  expect(stricterFactor("mpin", "any")).toBe("mpin");
  expect(stricterFactor("any", "mpin")).toBe("mpin");
  expect(stricterFactor("none", "any")).toBe("any");
  expect(stricterFactor("any", "none")).toBe("any");
  expect(stricterFactor("none", "none")).toBe("none");
});

test("what was proven is enough only for this envelope, in its own channel, by a factor that is enough", () => {
  const channel = { purpose: "approve", binding: "this", factor: "biometric" } as const;
  const prove = (session: object, takes: "any" | "mpin" = "any") =>
    requireFreshFactor({ ...channel, ...session }, { takes, envelope: "this" });
  expect(() => prove({})).not.toThrow();
  expect(() => prove({ factor: "mpin" }, "mpin")).not.toThrow();
  expect(() => prove({}, "mpin")).toThrow(expect.objectContaining({ code: "mpin_required" }));
  for (const session of [{ purpose: "session" }, { binding: "another" }, { binding: null }])
    expect(() => prove(session)).toThrow(expect.objectContaining({ code: "fresh_factor_required" }));
});
