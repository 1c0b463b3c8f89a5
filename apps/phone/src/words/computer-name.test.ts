import { afterAll, expect, it } from "vitest";
import { messages, speak } from "../language/catalogue.ts";
import { computerName, isHandheld } from "./computer-name.ts";

const before = messages;
const texts = {
  computerName: {
    aBrowser: "Ein Browser",
    on: ({ browser, system }: Record<"browser" | "system", string>) => `${browser} unter ${system}`,
  },
};
speak({ language: "de", formats: "de-DE", texts });
afterAll(() => speak({ language: "de", formats: "de-DE", texts: before }));

it.each([
  ["Chrome on Windows", "Chrome unter Windows"],
  ["Samsung Internet on Android", "Samsung Internet unter Android"],
  ["A browser on Linux", "Ein Browser unter Linux"],
  ["A browser", "Ein Browser"],
  ["Firefox", "Firefox"],
])("is said in the reader's language: %s", (description, name) => {
  expect(computerName(description)).toBe(name);
});

it.each(["Chrome on <b>Windows</b>", "Mosaic on Windows", "Chrome on Windows on Windows", "on", ""])(
  "stays as it is where it is none of the server's words: %j",
  (description) => {
    expect(computerName(description)).toBe(description);
  },
);

it("tells a phone or tablet from a computer", () => {
  const handheld = ["Safari on iOS", "Chrome on Android", "Chrome on Windows", "Chrome"].map(isHandheld);
  expect(handheld).toEqual([true, true, false, false]);
});
