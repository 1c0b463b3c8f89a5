/** Companies, as they are listed. */
import * as v from "valibot";
import { nameSchema, timeSchema } from "../fields.ts";
import { companyIdSchema } from "../ids.ts";
import { counted, listEntries, pageSchema } from "./list.ts";
import { organizationKinds } from "./roles.ts";

/** Whose something is. */
export const companyNameSchema = v.strictObject({ id: companyIdSchema, name: nameSchema });

export const companySchema = v.strictObject({
  ...companyNameSchema.entries,
  kind: v.picklist(organizationKinds),
  created: timeSchema,
  /** Since when nobody of it signs in or signs; null while they do. */
  stopped: v.nullable(timeSchema),
  /** Those that were not removed. Each count goes up to `mostCounted`, which means that many or more. */
  users: counted,
  administrators: counted,
  /** Devices that can sign in now, and those that wait for somebody to approve them. */
  devices: v.strictObject({
    active: counted,
    waiting: counted,
  }),
});
export type Company = v.InferOutput<typeof companySchema>;

/** One without anybody yet: its first administrator is added, and made one by two people. */
export const newCompanySchema = v.strictObject({ name: nameSchema });
export type NewCompany = v.InferOutput<typeof newCompanySchema>;

export const createdCompanySchema = v.strictObject({ company: companyIdSchema });

/** `waiting`: with a device that waits for approval. */
export const companyStatuses = ["waiting", "stopped"] as const;

export const companyListQuerySchema = v.strictObject({
  ...listEntries,
  status: v.exactOptional(v.picklist(companyStatuses)),
});
export type CompanyListQuery = v.InferOutput<typeof companyListQuerySchema>;

export const companyPageSchema = pageSchema(companySchema);
