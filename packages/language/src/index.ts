/** What a page needs of languages when it runs. What builds and checks its catalogues is `@mtoken/language/build`. */
export * from "./choose-language.ts";
export * from "./kept-choice.ts";
export * from "./language-of-page.ts";
export * from "./languages.ts";
export * from "./message.ts";
export * from "./wording.ts";
