/** The link to a request; its vectors are in vectors/request-link.json. */
import { describe, expect, it } from "vitest";
import { randomBytes } from "./bytes.ts";
import { newRequestId } from "./ids.ts";
import { formatQrText, parseQrText, qrMac } from "./qr-text.ts";
import { formatRequestLink, parseRequestLink, requestLinkMac } from "./request-link.ts";

const origin = "https://phone.bank.example";
const request = newRequestId();
const key = randomBytes(32);

describe("the link to a request", () => {
  it("is read as it was written, in whatever case", async () => {
    const text = await formatRequestLink({ origin, request, key });
    const mac = await requestLinkMac({ request, key });
    expect(parseRequestLink(text)).toEqual({ origin, request, mac });
    expect(parseRequestLink(` ${text.toUpperCase()} `)).toEqual({ origin, request, mac });
  });

  it("tells the server nothing when it is opened: all of it lies in the fragment", async () => {
    const { pathname, search, hash } = new URL(await formatRequestLink({ origin, request, key }));
    expect([pathname, search]).toEqual(["/r", ""]);
    expect(hash.length).toBeGreaterThan(52);
  });

  it("is no QR code, and no frame of one is a link", async () => {
    const text = await formatRequestLink({ origin, request, key });
    expect(parseQrText(text)).toBeUndefined();
    expect(parseRequestLink(await formatQrText({ origin, request, tick: 0, key }))).toBeUndefined();
    expect((await requestLinkMac({ request, key })).startsWith(await qrMac({ request, tick: 0, key }))).toBe(
      false,
    );
  });

  it("is refused when anything about its form is wrong", async () => {
    const text = await formatRequestLink({ origin, request, key });
    const wrong = [
      text.slice(0, -1),
      `${text}0`,
      text.replace("/r#", "/a#"),
      text.replace("/r#", "/r?"),
      text.replace("https:", "javascript:"),
      // The last character has two bits to spare, which are zero.
      `${text.slice(0, -1)}1`,
      "",
    ];
    for (const other of wrong) expect(parseRequestLink(other), other).toBeUndefined();
  });
});
