/** Who is signed in to the console, as it is told. */
import * as v from "valibot";
import { nameSchema, timeSchema } from "../fields.ts";
import { companyIdSchema, deviceIdSchema, userIdSchema } from "../ids.ts";
import { deskPhoneSchema } from "../pages.ts";
import { organizationKinds, roleSchema } from "./roles.ts";

/** Answer to `GET /v1/desk`. */
export const deskSchema = v.strictObject({ phone: v.nullable(deskPhoneSchema) });

export const meSchema = v.strictObject({
  user: v.strictObject({ id: userIdSchema, name: nameSchema, language: v.nullable(v.string()) }),
  role: roleSchema,
  company: v.strictObject({ id: companyIdSchema, name: nameSchema, kind: v.picklist(organizationKinds) }),
  /** The one that signed them in. */
  device: deviceIdSchema,
  /** Whether the operator has a service that brings registration codes to their users. */
  code_service: v.boolean(),
  /** However busy it is kept. */
  session_ends: timeSchema,
});
export type Me = v.InferOutput<typeof meSchema>;
