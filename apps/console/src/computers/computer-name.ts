/** What a computer is called in the console. */
import { computerName as nameIn } from "@mtoken/notices";
import { messages } from "../language/catalogue.ts";

export function computerName(description: string): string {
  return nameIn(description, messages.notices);
}
