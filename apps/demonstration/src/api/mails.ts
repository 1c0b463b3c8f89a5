/** The mails that the demonstration's own mail server took. */
import { timeSchema } from "@mtoken/protocol";
import * as v from "valibot";
import { call } from "./call.ts";

const mailSchema = v.object({
  id: v.string(),
  to: v.string(),
  subject: v.string(),
  at: timeSchema,
  text: v.string(),
});
export type Mail = v.InferOutput<typeof mailSchema>;

/** The newest first. */
export function fetchMails(signal: AbortSignal): Promise<Mail[]> {
  return call({ path: "/api/mails", schema: v.array(mailSchema), signal });
}

/** A document of its own, for a frame. */
export function htmlOf({ id }: Mail): string {
  return `/api/mails/${id}/html`;
}
