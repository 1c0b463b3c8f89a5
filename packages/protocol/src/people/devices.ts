/** Devices, as they are listed, approved and ended. */
import * as v from "valibot";
import { nameSchema, timeSchema, wholeNumber } from "../fields.ts";
import { companyIdSchema, deviceIdSchema, userIdSchema } from "../ids.ts";
import { reasonSchema } from "../reason.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";
import { actorSchema } from "./users.ts";

export const deviceStatuses = ["pending", "awaiting-approval", "active", "blocked", "deactivated"] as const;

/**
 * Whether the caller may let a device in: they may; it is their own; they stand behind it already, since they invited to it or named the mail
 * address that the invitation went to; its company's own administrators do; or nobody is left who may, since all of them stand behind it.
 */
export const approvals = ["may", "own", "behind", "company", "nobody"] as const;
export type Approval = (typeof approvals)[number];

export const listedDeviceSchema = v.strictObject({
  id: deviceIdSchema,
  status: v.picklist(deviceStatuses),
  user: v.strictObject({ id: userIdSchema, name: nameSchema }),
  company: companyNameSchema,
  /** While it waits; null else, and for who may never approve it. */
  approval: v.nullable(v.picklist(approvals)),
  /** Where nobody is left: who could invite its user anew, so that somebody is. Null else, and where only the command line could. */
  instead: v.nullable(actorSchema),
  /** What the phone shows too; null before it has a certificate, and while it waits: it then comes from the phone alone, by its user. */
  fingerprint: v.nullable(v.string()),
  /** The version of the app that it used last. */
  app: v.nullable(v.string()),
  created: timeSchema,
  activated: v.nullable(timeSchema),
  /** When it was unlocked last. */
  used: v.nullable(timeSchema),
  ended: v.nullable(v.strictObject({ at: timeSchema, reason: v.string() })),
  /** Whether a passkey may open it. */
  biometrics: v.boolean(),
  /** How many computers its user knows. */
  computers: wholeNumber(0, 1_000_000),
});
export type ListedDevice = v.InferOutput<typeof listedDeviceSchema>;

export const deviceListQuerySchema = v.strictObject({
  ...listEntries,
  company: v.exactOptional(companyIdSchema),
  user: v.exactOptional(userIdSchema),
  /** `approvable`: those that the caller may let in. `unapprovable`: those that wait, and nobody may. */
  status: v.exactOptional(v.picklist([...deviceStatuses, "approvable", "unapprovable"])),
});
export type DeviceListQuery = v.InferOutput<typeof deviceListQuerySchema>;

export const devicePageSchema = pageSchema(listedDeviceSchema);

/** As the user reads it from the phone, however it was typed. */
export const approvalSchema = v.strictObject({ fingerprint: v.pipe(v.string(), v.maxLength(64)) });

/**
 * Ends a device; with `only_while`, only one that still waits, which is to refuse it: if somebody has let it in meanwhile, that
 * is told.
 */
export const deactivationSchema = v.strictObject({
  ...reasonSchema.entries,
  only_while: v.exactOptional(v.literal("awaiting-approval")),
});
export type Deactivation = v.InferOutput<typeof deactivationSchema>;

/** How many devices an act about many has ended. */
export const endedDevicesSchema = v.strictObject({ devices: wholeNumber(0, 10_000_000) });
