import { expect, it } from "vitest";
import { isMarkedActivated, markActivated, unmarkActivated } from "./activated-marker.ts";

it("says that the phone was activated, until it is given up, and nothing else", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  expect(isMarkedActivated(storage)).toBe(false);
  markActivated(storage);
  expect(isMarkedActivated(storage)).toBe(true);
  expect([...kept]).toEqual([["mtoken-activated", "1"]]);
  unmarkActivated(storage);
  expect([...kept]).toEqual([]);
});

it("stands in nobody's way where nothing can be stored", () => {
  const refuse = (): never => {
    throw new DOMException("denied", "SecurityError");
  };
  const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  markActivated(storage);
  unmarkActivated(storage);
  expect(isMarkedActivated(storage)).toBe(false);
});
