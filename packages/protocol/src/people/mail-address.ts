/** Mail addresses, as people's mail programs take them (WHATWG HTML § e-mail state; RFC 5321 §4.5.3.1 for the lengths). */
import * as v from "valibot";

const notAnAddress = "must be a mail address";

/** What stands in a header of a mail, so no line break and no control character gets in. */
export const mailAddressSchema: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(254, notAnAddress),
  v.rfcEmail(notAnAddress),
);
