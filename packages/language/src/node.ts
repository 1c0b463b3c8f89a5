/** What a program on Node needs of languages: nothing of a page. */
export { readCatalogue } from "./build/read-catalogue.ts";
export * from "./choose-language.ts";
export * from "./languages.ts";
export * from "./message.ts";
