/** Link and code of an invitation, and how long they are good. */
import { Grouped, timeLeftText } from "@mtoken/look";
import type { Invitation } from "../api/cast.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { useFocus } from "../parts/use-focus.ts";
import { useNow } from "../parts/use-now.ts";
import { messages } from "./messages.ts";

export function InvitationCard({ invitation: { link, code, expiresAt } }: { invitation: Invitation }) {
  const texts = messages.activate;
  const now = useNow();
  const isOver = now >= expiresAt * 1000;
  const card = useFocus<HTMLDivElement>(true);
  return (
    <div class="invitation" tabIndex={-1} ref={card}>
      <div class="secret">
        <p class="quiet small">{texts.code}</p>
        <p class="registration-code">
          <Grouped text={code} />
        </p>
        <CopyButton text={code} label={texts.copyCode} copied={texts.copied} />
      </div>
      <div class="secret">
        <p class="quiet small">{texts.link}</p>
        <p class="activation-link code">{link}</p>
        <CopyButton text={link} label={texts.copyLink} copied={texts.copied} />
      </div>
      <p class="quiet small figures">
        {isOver ? texts.over : texts.lasts(timeLeftText(expiresAt, now) ?? texts.lastMinute)}
      </p>
    </div>
  );
}
