/**
 * The return code (docs/protocol.md §8): what an app gives to the browser of its own device, so that this browser, and
 * no other that began the same request, can redeem it. It travels in a fragment, which no server is ever sent.
 */
import * as v from "valibot";

const form = /^[A-Za-z0-9_-]{43}$/;

/** Schema of a return code: 32 random bytes as b64. */
export const returnCodeSchema = v.pipe(v.string(), v.regex(form, "must be 32 bytes as base64url"));

/** The address that an app leads back to: the sign-in page of an interaction, with the code when there is one. */
export function formatReturnAddress(page: string, code: string | null): string {
  return code === null ? page : `${page}#return=${code}`;
}

const fragmentForm = /^#return=([A-Za-z0-9_-]{43})$/;

/** Reads the code from the fragment that a page was opened with; undefined when there is none. */
export function readReturnCode(fragment: string): string | undefined {
  return fragmentForm.exec(fragment)?.[1];
}
