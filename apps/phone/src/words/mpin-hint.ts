/** How long an mPIN is, as the company has it. */
import type { MpinPolicy } from "@mtoken/device";
import { messages } from "../language/catalogue.ts";

export function mpinHint({ min, max }: MpinPolicy): string {
  const words = messages.chooseMpin;
  return min === max ? words.hint({ count: min }) : words.hintRange({ min, max });
}
