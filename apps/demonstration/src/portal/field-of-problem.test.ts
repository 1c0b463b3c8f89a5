import { ProtocolError } from "@mtoken/protocol";
import { expect, it } from "vitest";
import { fieldOfProblem, wrongFields } from "./field-of-problem.ts";

function refused(path: string): ProtocolError {
  return new ProtocolError("content_refused", { details: { path } });
}

it.each([
  ["amount", "amount"],
  ["currency", "currency"],
  ["payee.name", "payee"],
  ["payee.account", "account"],
  ["reference", "reference"],
])("what the server refuses at %s is said at the field %s", (path, field) => {
  expect(fieldOfProblem(refused(path))).toBe(field);
});

const right = {
  payee: "Mill",
  account: "NL66EXMP0417164300",
  amount: "1.00",
  currency: "EUR",
  reference: "",
};

it.each([
  [{}, []],
  [{ reference: "Invoice 7" }, []],
  [{ payee: "" }, ["payee"]],
  [{ account: "NL00EXMP0417164300", amount: "0.00" }, ["account", "amount"]],
  [{ payee: "", account: "", amount: "", reference: "\u202e" }, ["payee", "account", "amount", "reference"]],
] as const)("says all mistakes of %o at once, from the top of the form", (change, wrong) => {
  expect(wrongFields({ ...right, ...change })).toEqual(wrong);
});

it("says nothing at a field about anything else", () => {
  expect(fieldOfProblem(refused("payments.3"))).toBeUndefined();
  expect(fieldOfProblem(new ProtocolError("unavailable"))).toBeUndefined();
  expect(fieldOfProblem(new TypeError("not answered"))).toBeUndefined();
});
