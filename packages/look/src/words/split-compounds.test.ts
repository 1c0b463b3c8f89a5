import { expect, it } from "vitest";
import { splitCompounds } from "./split-compounds.ts";

it.each([
  ["This sign-in is complete", ["This ", "sign-in", " is complete"]],
  ["QR-Code scannen", ["", "QR-Code", " scannen"]],
  ["Vyfoťte QR-kód, chcete-li", ["Vyfoťte ", "QR-kód", ", ", "chcete-li", ""]],
  ["Увійти до mtoken", ["Увійти до mtoken"]],
  // As long as that they have to be divided somewhere.
  ["Vier-Augen-Prinzip", ["Vier-Augen-Prinzip"]],
  ["Genossenschafts-Bank", ["Genossenschafts-Bank"]],
  ["", [""]],
])("keeps short compounds whole: %s", (text, parts) => {
  expect(splitCompounds(text)).toEqual(parts);
});
