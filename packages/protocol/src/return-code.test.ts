/** The return code on its way from the app to the page. */
import * as v from "valibot";
import { expect, it } from "vitest";
import { b64, randomBytes } from "./bytes.ts";
import { formatReturnAddress, readReturnCode, returnCodeSchema } from "./return-code.ts";

const page = "https://sign-in.bank.example/i/int_0123456789abcdefghjkmnpqrs";

it("is read from the fragment of the address that it was written into, and lies nowhere else in it", () => {
  const code = b64(randomBytes(32));
  const address = new URL(formatReturnAddress(page, code));
  expect(v.is(returnCodeSchema, code)).toBe(true);
  expect(readReturnCode(address.hash)).toBe(code);
  expect(address.href.replace(address.hash, "")).toBe(page);
});

it("is not there when the address has none, or something else", () => {
  expect(formatReturnAddress(page, null)).toBe(page);
  for (const other of ["", "#", "#return=", "#return=short", `#other=${"A".repeat(43)}`, "#return=A A"]) {
    expect(readReturnCode(other), other).toBeUndefined();
  }
});
