import { describe, expect, it } from "vitest";
import { readConfiguration } from "./configuration.ts";

const origin = "https://app.example.com";
const pin = "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg_SpIdNs6c5";

describe("the server's configuration", () => {
  it("is its origin and the thumbprints of its identity keys", () => {
    expect(readConfiguration({ origin, pins: [pin], later: true })).toEqual({
      origin,
      pins: [pin],
      withdrawn: [],
    });
  });

  it("names the versions of the app that are withdrawn", () => {
    const withdrawn = ["mtoken-phone/1.0.0"];
    expect(readConfiguration({ origin, pins: [pin], withdrawn })).toEqual({ origin, pins: [pin], withdrawn });
  });

  it("names the desk to call, and no number that could be anything else", () => {
    const answer = { origin, pins: [pin] };
    const deskPhone = "+31 20 555 01 23";
    expect(readConfiguration({ ...answer, desk_phone: deskPhone })).toMatchObject({ deskPhone });
    for (const desk_phone of ["sms:123", 112, null])
      expect(readConfiguration({ ...answer, desk_phone })).not.toHaveProperty("deskPhone");
  });

  it.each([
    ["no pins", { origin, pins: [] }],
    ["a pin that is no thumbprint", { origin, pins: [pin, "short"] }],
    ["a pin that is no text", { origin, pins: [7] }],
    ["no origin", { pins: [pin] }],
    ["a version that is no text", { origin, pins: [pin], withdrawn: [7] }],
    ["a page instead", "<!doctype html>"],
    ["nothing", null],
  ])("with %s is none", (_name, value) => {
    expect(readConfiguration(value)).toBeUndefined();
  });
});
