import { expect, it } from "vitest";
import { computerName } from "./computer-name.ts";

const texts = {
  computerName: {
    aBrowser: "Ein Browser",
    on: ({ browser, system }: Record<"browser" | "system", string>) => `${browser} unter ${system}`,
  },
};

it.each([
  ["Chrome on Windows", "Chrome unter Windows"],
  ["Samsung Internet on Android", "Samsung Internet unter Android"],
  ["A browser on Linux", "Ein Browser unter Linux"],
  ["A browser", "Ein Browser"],
  ["Firefox", "Firefox"],
])("is said in the reader's language: %s", (description, name) => {
  expect(computerName(description, texts)).toBe(name);
});

it.each(["Chrome on <b>Windows</b>", "Mosaic on Windows", "Chrome on Windows on Windows", "on", ""])(
  "stays as it is where it is none of the server's words: %j",
  (description) => {
    expect(computerName(description, texts)).toBe(description);
  },
);
