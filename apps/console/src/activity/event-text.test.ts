import type { ActivityEvent } from "@mtoken/protocol/people";
import { beforeAll, expect, test } from "vitest";
import { speak } from "../language/catalogue.ts";
import { changeTexts } from "./event-text.ts";

beforeAll(() => {
  const change = ({ rule, from, to }: Record<string, string>) => `${rule}: ${from} to ${to}`;
  const count = ({ count: devices }: { count: number }) => String(devices);
  const texts = { activity: { change }, policy: { devices: { name: "Phones", count } } };
  speak({ language: "en", formats: "en-GB", texts });
});

test("of a policy what is known is said, whatever a newer server has changed beside it", () => {
  const devices = { field: "devices", from: 1, to: 2 };
  const others: ActivityEvent["changes"] = [
    { field: "quiet_hours", from: [], to: ["night"] },
    { field: "unknown_computers", from: "digits", to: "ask-twice" },
  ];
  expect(changeTexts({ changes: [devices] })).toEqual(["Phones: 1 to 2"]);
  expect(changeTexts({ changes: [...others, devices] })).toEqual(["Phones: 1 to 2"]);
});
