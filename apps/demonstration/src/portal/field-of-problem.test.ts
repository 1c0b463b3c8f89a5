import { ProtocolError } from "@mtoken/protocol";
import { expect, it } from "vitest";
import { fieldOfProblem } from "./field-of-problem.ts";

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

it("says nothing at a field about anything else", () => {
  expect(fieldOfProblem(refused("payments.3"))).toBeUndefined();
  expect(fieldOfProblem(new ProtocolError("unavailable"))).toBeUndefined();
  expect(fieldOfProblem(new TypeError("not answered"))).toBeUndefined();
});
