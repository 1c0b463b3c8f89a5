/** The way back to the portal: where it asked to be told, or else its front door. */
import type { InteractionInfo } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";

export interface WayBackProps {
  info: InteractionInfo;
  /** Where to, when that is not what the visit began with. */
  to?: string | null;
  main?: boolean;
}

export function WayBack({ info, to = info.return_to, main = false }: WayBackProps) {
  const { name, origin } = info.relying_party;
  return (
    <a class={`button ${main ? "main" : "quiet"}`} href={to ?? origin} data-action="back">
      {to === null ? messages.goTo({ portal: name }) : messages.back({ portal: name })}
    </a>
  );
}
