/** What the portal says when a call was refused or not answered. */
import { ProtocolError } from "@mtoken/protocol";
import { messages } from "./messages.ts";

export function problemText(error: unknown): string {
  if (error instanceof ProtocolError && error.code !== "unavailable") return messages.refused(error.code);
  return messages.unreachable.text;
}
