/** How everybody stands at this moment, beside the steps. */
import type { IconName } from "@mtoken/look";
import { Button, Icon } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import type { Cast } from "../api/cast.ts";
import { messages } from "./messages.ts";
import { isStopped, phoneOf } from "./progress.ts";
import { openPhone, openPortal } from "./windows.ts";

export function RightNow({ cast }: { cast: Cast }) {
  const texts = messages.now;
  const standing = phoneOf(cast, "user")?.status ?? "none";
  // A phone that has ended stays so, whether or not its user is let go on.
  const phone = standing === "active" && isStopped(cast, "user") ? "stopped" : standing;
  return (
    <aside class="card right-now" aria-labelledby="now-title">
      <h2 id="now-title">{texts.title}</h2>
      <dl>
        <Line
          icon="device"
          name={texts.phone}
          state={texts.phones[phone]}
          tone={phoneTones[phone]}
          id="now-phone"
        >
          <Button kind="quiet" onPress={() => openPhone(`${cast.phone}/`)}>
            {texts.openPhone}
          </Button>
          {standing === "active" && <p class="quiet small">{texts.samePhone}</p>}
        </Line>
        <Line
          icon="computer"
          name={texts.portal}
          state={texts.browsers[cast.browser]}
          tone={cast.browser === "signed-in" ? "good" : ""}
          id="now-portal"
        >
          <Button kind="quiet" onPress={() => openPortal(cast.portal)}>
            {texts.openPortal}
          </Button>
        </Line>
        <Line icon="pen" name={texts.payments} state={paymentsText(cast)} tone="" id="now-payments" />
      </dl>
    </aside>
  );
}

const phoneTones: Record<keyof typeof messages.now.phones, string> = {
  none: "",
  pending: "",
  "awaiting-approval": "",
  active: "good",
  stopped: "warn",
  blocked: "danger",
  deactivated: "warn",
};

interface LineProps {
  icon: IconName;
  name: string;
  state: string;
  tone: string;
  id: string;
  children?: ComponentChildren;
}

function Line({ icon, name, state, tone, id, children }: LineProps) {
  return (
    <div class="line">
      <dt class="quiet small">
        <Icon name={icon} />
        {name}
      </dt>
      <dd>
        <span class={`state ${tone}`} id={id}>
          {state}
        </span>
        {children}
      </dd>
    </div>
  );
}

function paymentsText({ payments }: Cast): string {
  if (payments.length === 0) return messages.now.noPayments;
  const open = payments.filter(({ info }) => info.status === "waiting" || info.status === "claimed");
  const signed = payments.filter(({ info }) => info.status === "approved");
  return messages.now.counts(open.length, signed.length);
}
