/** What builds and checks the catalogues of a page. It runs on Node, never in a browser. */
export { catalogues, cataloguesApart } from "./catalogues-plugin.ts";
export { localizedManifest } from "./manifest-plugin.ts";
export { checkPage, updatePage } from "./page-texts.ts";
