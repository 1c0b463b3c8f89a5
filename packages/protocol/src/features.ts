/** What a user may use of the app besides mToken itself (M16, M17), as a phone is told it (docs/protocol.md §5). */
import * as v from "valibot";

/** `payments`: what waits for the user's signature is listed in the app, without a code to scan. */
export const appFunctions = ["payments"] as const;
export type AppFunction = (typeof appFunctions)[number];

/** As it travels: a phone passes over what it doesn't know. */
export const featuresSchema = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9.-]{0,63}$/))),
  v.maxLength(64),
);
