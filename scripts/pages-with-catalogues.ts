/** The pages, mails and notices whose texts lie in catalogues: English in src/messages.ts, each other language in locales/. */
export const pagesWithCatalogues = [
  "apps/phone",
  "apps/sign-in",
  "apps/console",
  "apps/console/src/help",
  "packages/mail",
  "packages/notices",
];
