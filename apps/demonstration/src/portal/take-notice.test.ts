import { expect, it } from "vitest";
import { noticeIn } from "./take-notice.ts";

it.each([
  ["?notice=cancelled", "cancelled"],
  ["?notice=begin-anew", "begin-anew"],
  ["?error=access_denied&state=payment&iss=http%3A%2F%2Flocalhost%3A8701", "not-signed"],
])("%s is told as %s", (search, notice) => {
  expect(noticeIn(search)).toBe(notice);
});

it.each(["", "?state=payment&iss=http%3A%2F%2Flocalhost%3A8701", "?notice=signed-out", "?notice=<b>"])(
  "%s is told as nothing: an address can't make the portal say what did not happen",
  (search) => {
    expect(noticeIn(search)).toBeUndefined();
  },
);
