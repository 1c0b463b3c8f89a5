/**
 * `npm run messages`: brings all catalogues up to their English source, and says how many texts of each language are
 * still to be translated (docs/translate.md).
 */
import { dirname, join } from "node:path";
import { updatePage } from "@mtoken/language/build";
import { pagesWithCatalogues } from "./pages-with-catalogues.ts";

const root = dirname(import.meta.dirname);

for (const page of pagesWithCatalogues) {
  const open = [...updatePage(join(root, page))].filter(([, count]) => count > 0);
  const told = open.map(([language, count]) => `${language} ${count}`).join(", ");
  console.log(`${page}: ${told === "" ? "all languages are complete" : `to be translated: ${told}`}`);
}
