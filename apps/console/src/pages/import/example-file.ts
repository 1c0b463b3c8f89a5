/** A file to begin with: every column, and every word of ours that its fields may have. */
import { csvOf } from "./csv-of.ts";

export const exampleFile = csvOf([
  ["name", "mail", "language", "functions"],
  ["Anna", "anna@company.example", "nl", "payments"],
  ["Ada", "", "", "mtoken"],
]);
