/**
 * The return code (docs/protocol.md §8): made when a sign-in is approved that was opened by a link, given to the app in
 * its sealed answer, and by the app to the browser of its own device. Without it that approval is worth nothing: whoever
 * sent somebody else a link has a browser that the code never reaches [F].
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { formatReturnAddress } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { RequestRow } from "./store.ts";

export interface ReturnCode {
  code: string;
  /** All that the row keeps of it: of 256 random bits a plain hash gives nothing away. */
  hash: Buffer;
}

export function newReturnCode(): ReturnCode {
  const code = randomBytes(32).toString("base64url");
  return { code, hash: hashOf(code) };
}

export function isReturnCode(code: string, hash: Buffer | null): boolean {
  const given = hashOf(code);
  return hash?.length === given.length && timingSafeEqual(hash, given);
}

/** Where the app leads back to; undefined when the request did not come from its own device. */
export function returnAddressOf(
  { config }: Context,
  { interaction_id, same_device }: Pick<RequestRow, "interaction_id" | "same_device">,
  code: string | null,
): string | undefined {
  if (!same_device || interaction_id === null) return undefined;
  return formatReturnAddress(`${config.signInOrigin}/i/${interaction_id}`, code);
}

function hashOf(code: string): Buffer {
  return hash("sha512", code, "buffer");
}
