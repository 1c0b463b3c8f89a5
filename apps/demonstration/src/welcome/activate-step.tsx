/** Step 1: an invitation, its two secrets side by side, and the phone window (docs/protocol.md §4). */
import { Button, Grouped, Notice } from "@mtoken/look";
import { InvitationCard } from "./invitation-card.tsx";
import { messages } from "./messages.ts";
import { phoneOf } from "./progress.ts";
import type { StepProps } from "./steps.tsx";
import { useInvitation } from "./use-invitation.ts";
import { openPhone } from "./windows.ts";

export function ActivateStep({ cast, done, refresh }: StepProps) {
  const texts = messages.activate;
  const device = phoneOf(cast, "user");
  const { invitation, problem, working, windowBlocked, invite } = useInvitation({
    person: "user",
    opensPhone: true,
    used: done,
    afterwards: refresh,
  });

  return (
    <>
      {device?.status === "blocked" || device?.status === "deactivated" ? (
        <Notice tone="warn">{texts.ended[device.status]}</Notice>
      ) : (
        <p>{done ? texts.finished : texts.text}</p>
      )}
      {done && device?.fingerprint != null && (
        <div class="fingerprint">
          <p class="quiet small">{texts.fingerprint}</p>
          <Grouped text={device.fingerprint} />
        </div>
      )}
      {device?.status === "awaiting-approval" && <Notice tone="quiet">{texts.awaiting}</Notice>}
      {invitation !== undefined && (
        <>
          <InvitationCard invitation={invitation} />
          {windowBlocked && (
            <Notice tone="warn" title={texts.blocked.title} alert>
              {texts.blocked.text}
            </Notice>
          )}
          <h4>{texts.inPhone}</h4>
          <ol class="steps">
            <li>{texts.type}</li>
            <li>{texts.choose}</li>
            <li>{texts.unlock}</li>
          </ol>
          <Notice tone="quiet" icon="alert" title={texts.together.title}>
            {texts.together.text}
          </Notice>
        </>
      )}
      {problem !== undefined && (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
      <p class="actions">
        {invitation === undefined && !done && (
          <Button kind="main" icon="device" disabled={working} onPress={invite}>
            {working ? texts.working : texts.go}
          </Button>
        )}
        {invitation !== undefined && (
          <Button
            kind={windowBlocked ? "main" : "plain"}
            icon="device"
            onPress={() => openPhone(invitation.link)}
          >
            {texts.open}
          </Button>
        )}
        {invitation === undefined && done && (
          <>
            <Button icon="device" onPress={() => openPhone(`${cast.phone}/`)}>
              {texts.open}
            </Button>
            <Button kind="quiet" disabled={working} onPress={invite}>
              {texts.again}
            </Button>
          </>
        )}
      </p>
    </>
  );
}
