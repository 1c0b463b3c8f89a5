import { expect, test } from "vitest";
import { localize } from "./manifest-plugin.ts";

const manifest = {
  name: "mtoken",
  description: "Signs",
  shortcuts: [{ name: "Scan", url: "/#scan" }],
};
const keys = { description: "lead", shortcuts: ["scan"] };

function textsOf(key: string) {
  const texts = {
    lead: [["en", "Signs"] as const, ["ar", "يوقّع"] as const],
    scan: [["en", "Scan"] as const, ["nl", "Scannen"] as const],
  };
  return key === "lead" ? texts.lead : texts.scan;
}

test("description and shortcuts are there in each language, in its own direction, beside all else", () => {
  expect(localize(manifest, keys, textsOf)).toEqual({
    ...manifest,
    description_localized: { en: { value: "Signs", dir: "ltr" }, ar: { value: "يوقّع", dir: "rtl" } },
    shortcuts: [
      {
        ...{ name: "Scan", url: "/#scan" },
        name_localized: { en: { value: "Scan", dir: "ltr" }, nl: { value: "Scannen", dir: "ltr" } },
      },
    ],
  });
});

test("a manifest that says something else in English is refused, and a shortcut without a text", () => {
  const other = { ...manifest, description: "Signs and scans" };
  expect(() => localize(other, keys, textsOf)).toThrow("lead");
  const more = { ...manifest, shortcuts: [...manifest.shortcuts, { name: "Sign", url: "/" }] };
  expect(() => localize(more, keys, textsOf)).toThrow();
});
