import type { RequestId } from "@mtoken/protocol";
import { expect, it } from "vitest";
import { forgetReload, hasReplaced, keepRequest, mayReload, takeRequest } from "./reload-guard.ts";

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

it("lets a version reload once, and again when the user asks", () => {
  const kept = storage();
  expect(mayReload("1.0.0", kept)).toBe(true);
  expect(mayReload("1.0.0", kept)).toBe(false);
  expect(mayReload("1.0.1", kept)).toBe(true);
  expect(mayReload("1.0.1", kept)).toBe(false);
  forgetReload(kept);
  expect(mayReload("1.0.1", kept)).toBe(true);
});

it("tells the version that came in its place, once, and no other", () => {
  const kept = storage();
  expect(hasReplaced("1.0.1", kept)).toBe(false);
  mayReload("1.0.0", kept);
  expect(hasReplaced("1.0.0", kept)).toBe(false);
  expect(hasReplaced("1.0.1", kept)).toBe(true);
  expect(hasReplaced("1.0.1", kept)).toBe(false);
});

it("hands a request on to the page that begins next, once, and nothing that is none", () => {
  const kept = storage();
  const request = "req_0123456789abcdefghjkmnpqrs" as RequestId;
  keepRequest(request, kept);
  expect(takeRequest(kept)).toBe(request);
  expect(takeRequest(kept)).toBeUndefined();
  keepRequest("javascript:alert(1)" as RequestId, kept);
  expect(takeRequest(kept)).toBeUndefined();
});
