/** Portals, as the operator's people see them: relying parties whose registration is good, or has ended. */
import * as v from "valibot";
import { nameSchema, timeSchema, wholeNumber } from "../fields.ts";
import { clientIdSchema } from "../ids.ts";
import { listEntries, pageSchema } from "./list.ts";

export const portalStatuses = ["open", "ended"] as const;

export const portalSchema = v.strictObject({
  id: clientIdSchema,
  /** As phones show it. */
  name: nameSchema,
  origin: v.string(),
  status: v.picklist(portalStatuses),
  /** How many companies it may ask the users of; null: all there are. */
  companies: v.nullable(wholeNumber(1, 1000)),
  /** Whether it may act in the people API for users who have signed in at it. */
  manages_people: v.boolean(),
  registered: timeSchema,
  ended: v.nullable(timeSchema),
});
export type ListedPortal = v.InferOutput<typeof portalSchema>;

export const portalListQuerySchema = v.strictObject({
  cursor: listEntries.cursor,
  limit: listEntries.limit,
  /** All of them, when left out. */
  status: v.exactOptional(v.picklist(portalStatuses)),
});
export type PortalListQuery = v.InferOutput<typeof portalListQuerySchema>;

export const portalPageSchema = pageSchema(portalSchema);

/** What was taken back with a portal. */
export const endedPortalSchema = v.strictObject({
  /** How many requests were open. */
  withdrawn: wholeNumber(0, Number.MAX_SAFE_INTEGER),
});
