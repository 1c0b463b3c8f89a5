/** What the sign-in page is told. */
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { formatTypedCode, newTypedCode } from "./base32.ts";
import { newRequestId } from "./ids.ts";
import { pageFrameSchema, pageStateSchema } from "./pages.ts";

const request = newRequestId();
const link = `https://phone.bank.example/r#${request.slice(4)}.${"0".repeat(26)}`;
const uri = "https://portal.bank.example/back?from=mtoken";

describe("a page state", () => {
  it.each([
    {
      status: "waiting",
      request,
      typed_code: formatTypedCode(newTypedCode()),
      link,
      expires_at: 1_795_348_800,
    },
    { status: "waiting", request, typed_code: null, link, expires_at: 1_795_348_800 },
    { status: "claimed", digits: "07", same_device: false },
    { status: "claimed", digits: null, same_device: true },
    { status: "approved", user_name: "Zoë Ångström", same_device: false, may_remember: true },
    { status: "refused", wrong_digits: false, computer: null },
    { status: "expired" },
    { status: "withdrawn" },
    { status: "redeemed" },
    { status: "signed", return_to: uri },
    { status: "signed", return_to: null },
  ])("is taken: %j", (state) => {
    expect(v.parse(pageStateSchema, state)).toEqual(state);
  });

  it.each([
    { status: "redeemed", return_to: uri },
    { status: "waiting", request, typed_code: null, link: uri, expires_at: 1_795_348_800 },
    { status: "claimed", digits: 7, same_device: false },
    { status: "claimed", digits: "007", same_device: false },
    { status: "approved", user_name: "Zoë\u202e", same_device: false, may_remember: true },
    { status: "signed", return_to: "javascript:alert(1)" },
    { status: "signed", return_to: "//evil.example" },
    { status: "asleep" },
  ])("is refused: %j", (state) => {
    expect(v.is(pageStateSchema, state)).toBe(false);
  });
});

describe("a page frame", () => {
  it("is short enough for a small code", () => {
    expect(v.is(pageFrameSchema, { text: "A".repeat(180), tick: 0 })).toBe(true);
    expect(v.is(pageFrameSchema, { text: "A".repeat(181), tick: 0 })).toBe(false);
  });
});
