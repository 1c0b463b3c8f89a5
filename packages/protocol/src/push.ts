/**
 * Push messages (docs/protocol.md §6; RFC 8030, 8291, 8292): where a phone's browser takes them, and for which of the
 * server's keys. What is sent says nothing but that something waits.
 */
import * as v from "valibot";
import { bytesSchema } from "./fields.ts";

/** Schema of a point of P-256, uncompressed (65 bytes): the key that a server sends push messages by. */
export const pushKeySchema = bytesSchema(65);

/** Schema of a push subscription: what `PushSubscription.toJSON()` gives, and the key that it was made for. */
export const pushSubscriptionSchema = v.strictObject({
  endpoint: v.pipe(v.string(), v.maxLength(1024), v.regex(/^https?:\/\/[!-~]+$/), v.url()),
  p256dh: bytesSchema(65),
  auth: bytesSchema(16),
  key: pushKeySchema,
});

/** Where a phone takes push messages. */
export type PushSubscription = v.InferOutput<typeof pushSubscriptionSchema>;
