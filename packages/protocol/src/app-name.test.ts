import * as v from "valibot";
import { expect, test } from "vitest";
import { appNameSchema } from "./app-name.ts";

test.each([
  "mtoken-phone/1.4.0+5f0c2a91be77",
  "mtoken-cli/0.1.0",
  "a/1",
  "my-phone2/2026-11-23.beta",
  `x/${"1".repeat(62)}`,
])("takes %s for an app and its version", (text) => {
  expect(v.is(appNameSchema, text)).toBe(true);
});

test.each([
  "",
  "mtoken-phone",
  "mtoken-phone/",
  "/1.0",
  "Mtoken/1.0",
  "1phone/1.0",
  "-phone/1.0",
  "phone/.1",
  "phone/1.0/2",
  "phone/1.0 (iPhone; Anna)",
  "phone/1.0\n",
  "phone/1,0",
  "phöne/1.0",
  `x/${"1".repeat(63)}`,
])("takes %j for none", (text) => {
  expect(v.is(appNameSchema, text)).toBe(false);
});
