/** What a computer is called on the phone's screens. */
import { computerName as nameIn } from "@mtoken/notices";
import { messages } from "../language/catalogue.ts";

export function computerName(description: string): string {
  return nameIn(description, messages.notices);
}

/** Whether what shows the code is a phone or a tablet, by its own word. */
export function isHandheld(description: string): boolean {
  return / on (?:Android|iOS)$/.test(description);
}
