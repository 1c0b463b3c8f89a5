/** Lists: each gives one page, and the cursor that the next one begins with. */
import * as v from "valibot";
import { wholeNumber } from "../fields.ts";

/** How many items a page has at most, and how many where nobody says. */
export const largestPage = 100;
export const usualPage = 50;

/** What is counted is counted so far, and no further: this many mean that many or more. */
export const mostCounted = 1000;
export const counted = wholeNumber(0, mostCounted);

const cursorSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,1024}$/, "must be a cursor of a list"));

const limitSchema = v.pipe(
  v.string(),
  v.regex(/^[1-9][0-9]{0,2}$/, `must be a number from 1 to ${largestPage}`),
  v.check((text) => Number(text) <= largestPage, `must be at most ${largestPage}`),
);

/** What is looked for, in a person's words. */
const searchSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(140));

/** What every list takes in its address. */
export const listEntries = {
  query: v.exactOptional(searchSchema),
  cursor: v.exactOptional(cursorSchema),
  limit: v.exactOptional(limitSchema),
};

/** One page of items of this form; `next` is null on the last one. */
export function pageSchema<const Item extends v.GenericSchema>(item: Item) {
  return v.strictObject({ items: v.array(item), next: v.nullable(cursorSchema) });
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}
