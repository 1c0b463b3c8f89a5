/** Mails, push messages and registration codes that were given up: to whom and why, and nothing of what they say or where they went. */
import * as v from "valibot";
import { timeSchema, wholeNumber } from "../fields.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";
import { userNameSchema } from "./users.ts";

/** Of the server's own outbox. */
export const deliveryIdSchema = v.pipe(
  v.string(),
  v.regex(/^dlv_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "must be the id of a delivery"),
);

export const deliveryStatuses = ["dead", "failing"] as const;

export const deliverySchema = v.strictObject({
  id: deliveryIdSchema,
  status: v.picklist(deliveryStatuses),
  channel: v.picklist(["mail", "push", "code"]),
  /** What it tells of: the kind of a notice, `invitation`, or what a push message wakes for. */
  about: v.string(),
  user: userNameSchema,
  company: companyNameSchema,
  attempts: wholeNumber(0, 1_000_000),
  /** A status or a word of the server's own. */
  failure: v.nullable(v.string()),
  created: timeSchema,
  /** When it was given up; null while it is tried again. */
  given_up: v.nullable(timeSchema),
});
export type Delivery = v.InferOutput<typeof deliverySchema>;

export const deliveryListQuerySchema = v.strictObject({
  cursor: listEntries.cursor,
  limit: listEntries.limit,
  /** Those that were given up, when left out. */
  status: v.exactOptional(v.picklist(deliveryStatuses)),
});
export type DeliveryListQuery = v.InferOutput<typeof deliveryListQuerySchema>;

export const deliveryPageSchema = pageSchema(deliverySchema);
