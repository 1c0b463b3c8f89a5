/**
 * The way for who browses on the phone itself, whose camera can't see its own screen. Shown where the main pointer is a
 * finger (styles/code.css), elsewhere not at all; while there is no link its place is kept.
 */
import { Icon } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";

export function OpenHere({ link }: { link: string | null }) {
  const words = messages.code;
  return (
    <div class="open-here">
      <a class="button main wide" {...(link === null ? { "aria-disabled": true } : { href: link })}>
        <Icon name="device" />
        <span>{words.openHere}</span>
      </a>
      <p class="quiet small">{words.orElsewhere}</p>
    </div>
  );
}
