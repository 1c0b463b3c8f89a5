/**
 * Invites a user to activate a phone. What comes of it is shown once and kept nowhere, so this dialog closes by its button alone, and
 * nothing of it outlives it.
 */
import { Button, Modal, NativeSelect } from "@mantine/core";
import { momentText } from "@mtoken/look/time-text";
import type { ActivationId } from "@mtoken/protocol";
import type { Actor, OneUser, sentInvitationSchema, User } from "@mtoken/protocol/people";
import { useState } from "react";
import type * as v from "valibot";
import { actorText } from "../activity/event-text.ts";
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { formats, messages } from "../language/catalogue.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Notice } from "../parts/notice.tsx";
import { useMe } from "../session/me.tsx";

type SentInvitation = v.InferOutput<typeof sentInvitationSchema>;

export interface InviteDialogProps {
  user: OneUser;
  /** Only in the place of this one. */
  insteadOf?: ActivationId;
  onClose(): void;
}

export function InviteDialog({ user, insteadOf, onClose }: InviteDialogProps) {
  const { code_service: hasService } = useMe();
  const [sent, setSent] = useState<SentInvitation>();
  const [isByService, setByService] = useState(hasService);
  const { title, byMail, byHand, code, before, verb, ...words } = messages.invite;
  const { name, mail } = user;
  if (sent !== undefined) return <SentDialog user={user} sent={sent} onClose={onClose} />;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[
        mail === null ? byHand : byMail({ mail }),
        isByService ? words.codeByService({ name }) : code,
        ...(user.invited_until === null ? [] : [before]),
        ...approversText(user),
      ]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        const invited = await api.invite(user.id, {
          code: isByService ? "service" : "shown",
          ...(insteadOf !== undefined && { instead_of: insteadOf }),
        });
        setSent(invited);
        return isNothingLeft(invited) ? words.bothSent({ name }) : undefined;
      }}
      onDone={() => undefined}
      onClose={onClose}
    >
      {user.if_invited?.approval === "nobody" && (
        <Notice tone="warn">{nobodyText(user.if_invited.instead)}</Notice>
      )}
      {hasService && (
        <NativeSelect
          label={words.registrationCode}
          value={isByService ? "service" : "shown"}
          data={[
            { value: "service", label: words.byService },
            { value: "shown", label: words.shown },
          ]}
          onChange={({ currentTarget }) => setByService(currentTarget.value === "service")}
        />
      )}
    </ActDialog>
  );
}

/** Who lets in the phone that comes of it. */
function approversText({ if_invited }: OneUser): string[] {
  const { approvedByCompany, approvedByOperator } = messages.invite;
  switch (if_invited?.approval) {
    case "company":
      return [approvedByCompany];
    case "operator":
      return [approvedByOperator];
    default:
      return [];
  }
}

function nobodyText(instead: Actor | null): string {
  const { approvedByNobody, approvedByNobodyBut } = messages.invite;
  const inviter = instead && actorText({ by: instead });
  return inviter ? approvedByNobodyBut({ inviter }) : approvedByNobody;
}

/** Of link and code, for whoever invites to hand over. */
function isNothingLeft({ link, code }: SentInvitation): boolean {
  return link === null && code === null;
}

function SentDialog({ user, sent, onClose }: { user: User; sent: SentInvitation; onClose(): void }) {
  const words = messages.invite;
  const { link, code, expires } = sent;
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.sentTitle({ name: user.name })}
      size="lg"
    >
      <div className="stack">
        {link === null ? (
          <p>{words.mailed({ mail: user.mail ?? "" })}</p>
        ) : (
          <Handed title={words.link} text={link} copy={words.copyLink} />
        )}
        {code === null ? (
          <p>{words.codeByService({ name: user.name })}</p>
        ) : (
          <Handed title={words.registrationCode} text={code} copy={words.copyCode} large />
        )}
        <Notice tone="warn">{onceText(sent, user.name)}</Notice>
        <p className="quiet">{words.until({ time: momentText(expires, Date.now(), formats) })}</p>
        <div className="dialog-buttons">
          <Button data-autofocus onClick={onClose}>
            {words.understood}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Of what is shown here, and of nothing that goes by mail or by the service. */
function onceText({ link, code }: SentInvitation, name: string): string {
  const { once, onceLink, onceCode } = messages.invite;
  if (code === null) return onceLink({ name });
  return link === null ? onceCode : once;
}

interface HandedProps {
  title: string;
  text: string;
  copy: string;
  large?: boolean;
}

function Handed({ title, text, copy, large = false }: HandedProps) {
  return (
    <div className="handed">
      <strong>{title}</strong>
      <bdi dir="ltr" className={large ? "code handed-text large" : "code handed-text"}>
        {text}
      </bdi>
      <CopyButton text={text} what={copy} />
    </div>
  );
}
