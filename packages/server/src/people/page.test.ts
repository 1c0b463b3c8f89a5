/** The beginning of a page: what no list wrote is refused before the database sees it. */
import { ProtocolError } from "@mtoken/protocol";
import { describe, expect, test } from "vitest";
import { instantOf, keyOf, pageOf } from "./page.ts";

const refused = new ProtocolError("malformed_message");
const id = `usr_${"0".repeat(26)}`;

function cursorOf(sorted: string): string {
  const page = pageOf([0, 1], { limit: 1, key: () => [sorted, id], item: (row) => row });
  return page.next ?? "";
}

describe("a cursor", () => {
  test("leads on from the last item of its page", () => {
    expect(keyOf({ cursor: cursorOf("Zoë van Dijk") })).toEqual(["Zoë van Dijk", id]);
    const at = new Date("2026-11-23T12:00:00.123Z");
    expect(instantOf({ cursor: cursorOf(at.toISOString()) })).toEqual([at, id]);
  });

  test.each(["a\u0000", "\u0007", "a\nb"])("with a control character is refused: %j", (sorted) => {
    expect(() => keyOf({ cursor: cursorOf(sorted) })).toThrow(refused);
  });

  test.each([
    ...["", "1970", "1", "yesterday", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z"],
    ...["-271821-04-20T00:00:00.000Z", "+275760-09-13T00:00:00.000Z", "2026-13-01T00:00:00.000Z"],
  ])("that is no time of ours is refused by lists in the order of time: %j", (sorted) => {
    expect(() => instantOf({ cursor: cursorOf(sorted) })).toThrow(refused);
  });
});
