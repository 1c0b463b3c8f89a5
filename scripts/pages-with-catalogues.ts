/** The pages, mails and notices whose texts lie in catalogues: English in src/messages.ts, each other language in locales/. */
export const pagesWithCatalogues = [
  "apps/phone",
  "apps/sign-in",
  "apps/console",
  "packages/mail",
  "packages/notices",
];
