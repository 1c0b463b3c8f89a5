/** Step 1: an invitation, its two secrets side by side, and the phone window (docs/protocol.md §4). */
import { Button, Grouped, Notice } from "@mtoken/look";
import type { Device } from "../api/cast.ts";
import { InvitationCard } from "./invitation-card.tsx";
import { messages } from "./messages.ts";
import { phoneOf } from "./progress.ts";
import type { StepProps } from "./steps.tsx";
import { type InvitationState, useInvitation } from "./use-invitation.ts";
import { openPhone } from "./windows.ts";

const texts = messages.activate;

export function ActivateStep({ cast, done, refresh }: StepProps) {
  const device = phoneOf(cast, "user");
  const state = useInvitation({ person: "user", opensPhone: true, used: device, afterwards: refresh });
  return (
    <>
      <Standing device={device} />
      {state.invitation !== undefined && <Invited state={state} />}
      {state.problem !== undefined && (
        <Notice tone="danger" alert>
          {state.problem}
        </Notice>
      )}
      {state.invitation === undefined && (
        <p class="actions">
          {done && (
            <Button icon="device" onPress={() => openPhone(`${cast.phone}/`)}>
              {texts.open}
            </Button>
          )}
          <Button
            kind={done ? "quiet" : "main"}
            {...(!done && { icon: "device" })}
            disabled={state.working}
            onPress={state.invite}
          >
            {state.working ? texts.working : texts[done ? "again" : "go"]}
          </Button>
        </p>
      )}
    </>
  );
}

/** How Anna's phone stands, in a sentence. */
function Standing({ device }: { device: Device | undefined }) {
  switch (device?.status) {
    case "blocked":
    case "deactivated":
      return (
        <Notice tone="warn" alert>
          {texts.ended[device.status]}
        </Notice>
      );
    case "active":
    case "awaiting-approval":
      return (
        <>
          <p>{device.status === "active" ? texts.finished : texts.awaiting}</p>
          {device.fingerprint !== null && (
            <div class="fingerprint">
              <p class="quiet small">{texts.fingerprint}</p>
              <Grouped text={device.fingerprint} />
            </div>
          )}
        </>
      );
    case "pending":
    case undefined:
      return <p>{texts.text}</p>;
  }
}

function Invited({ state: { invitation, windowBlocked, working, invite } }: { state: InvitationState }) {
  if (invitation === undefined) return null;
  return (
    <>
      <InvitationCard invitation={invitation} />
      {windowBlocked && (
        <Notice tone="warn" title={texts.blocked.title} alert>
          {texts.blocked.text}
        </Notice>
      )}
      <p class="actions">
        <Button
          kind={windowBlocked ? "main" : "plain"}
          icon="device"
          onPress={() => openPhone(invitation.link)}
        >
          {texts.open}
        </Button>
        <Button kind="quiet" disabled={working} onPress={invite}>
          {texts.anew}
        </Button>
      </p>
      <h4>{texts.inPhone}</h4>
      <ol class="steps">
        <li>{texts.type}</li>
        <li>{texts.choose}</li>
        <li>{texts.ready}</li>
      </ol>
      <Notice tone="quiet" title={texts.together.title}>
        {texts.together.text}
      </Notice>
    </>
  );
}
