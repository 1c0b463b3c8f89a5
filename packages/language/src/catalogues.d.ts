/** What the build makes of a page's catalogues (see build/catalogues-plugin.ts). */
declare module "virtual:catalogues" {
  import type { CompiledCatalogue, Language } from "./index.ts";

  /** The languages on offer, each in a chunk of its own. */
  export const catalogues: Partial<
    Record<Language, () => Promise<{ catalogue: CompiledCatalogue<unknown> }>>
  >;
}

declare module "virtual:catalogues-help" {
  export { catalogues } from "virtual:catalogues";
}
