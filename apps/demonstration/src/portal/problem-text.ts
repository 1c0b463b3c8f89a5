/** What the portal says when a call was refused or not answered. */
import { ProtocolError } from "@mtoken/protocol";
import { messages } from "./messages.ts";

export function problemText(error: unknown): string {
  if (!(error instanceof ProtocolError)) return messages.unreachable.text;
  return error.code === "unavailable" ? messages.unavailable : messages.refused(error.code);
}
