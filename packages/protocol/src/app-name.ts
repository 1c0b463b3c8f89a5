/**
 * Which app speaks, and in which version (docs/protocol.md §5): what message 1 says of the program, and nothing of the phone
 * or its user (M22). The operator withdraws versions by it (M13).
 */
import * as v from "valibot";
import type { TextSchema } from "./fields.ts";

const pattern = /^[a-z][a-z0-9-]*\/[0-9A-Za-z][0-9A-Za-z.+-]*$/;

/** `{name}/{version}`, as in `mtoken-phone/1.4.0+5f0c2a91be77`. */
export const appNameSchema: TextSchema = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(pattern, "must be the name of an app, a slash, and its version"),
);
