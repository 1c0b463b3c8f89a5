/**
 * Invites many anew, one after the other: each by the same call as alone, whole or not at all, so that whoever is refused is named and the others
 * are invited. What is to be handed over is in this dialog and nowhere else: it closes by its button alone.
 */
import { Button, Modal } from "@mantine/core";
import type { ImportCodes, ListedInvitation } from "@mtoken/protocol/people";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { formats, messages } from "../../language/catalogue.ts";
import { Notice } from "../../parts/notice.tsx";
import { useMe } from "../../session/me.tsx";
import { problemText } from "../../words/problem-text.ts";
import { csvOfCodes } from "../import/csv-of-codes.ts";
import { FileLink } from "../import/file-link.tsx";

interface Outcome {
  invitation: ListedInvitation;
  /** What has to be handed over of it; null where link and code go by themselves. */
  handed: ImportCodes["items"][number] | null;
  error: unknown;
}

export interface InviteManyDialogProps {
  invitations: readonly ListedInvitation[];
  onClose(): void;
}

export function InviteManyDialog({ invitations, onClose }: InviteManyDialogProps) {
  const { code_service: isByService } = useMe();
  const client = useQueryClient();
  const [isBegun, begin] = useState(false);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const words = messages.invitations;
  const count = invitations.length;
  const isRunning = isBegun && outcomes.length < count;

  async function inviteAll(): Promise<void> {
    begin(true);
    for (const invitation of invitations) {
      const outcome = await inviteAnew(invitation, isByService);
      setOutcomes((before) => [...before, outcome]);
    }
    await client.invalidateQueries();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={!isBegun}
      closeOnEscape={!isBegun}
      closeOnClickOutside={!isBegun}
      title={words.anewTitle({ count })}
      closeButtonProps={{ "aria-label": messages.close }}
      size="lg"
    >
      <div className="stack" aria-busy={isRunning} data-busy={isRunning || undefined}>
        {isBegun ? (
          <Progress outcomes={outcomes} count={count} />
        ) : (
          <>
            <p>{words.anewFollows}</p>
            <p>{words.anewLinks}</p>
            <p>{words.anewLeft}</p>
            <p>{words.anewApprovers}</p>
          </>
        )}
        <div className="dialog-buttons">
          {isBegun ? (
            <Button disabled={isRunning} onClick={onClose}>
              {outcomes.some(({ handed }) => handed !== null) ? messages.invite.understood : messages.close}
            </Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose}>
                {messages.cancel}
              </Button>
              <Button data-autofocus onClick={() => void inviteAll()}>
                {words.anew({ count })}
              </Button>
            </>
          )}
        </div>
      </div>
    </Modal>
  );
}

async function inviteAnew(invitation: ListedInvitation, isByService: boolean): Promise<Outcome> {
  const { id, user, mail } = invitation;
  try {
    const code = isByService ? "service" : "shown";
    const sent = await api.invite(user.id, { code, instead_of: id });
    const { link, expires } = sent;
    const isLeft = link !== null || sent.code !== null;
    return {
      invitation,
      handed: isLeft ? { user, mail, link, code: sent.code ?? "", expires } : null,
      error: null,
    };
  } catch (error) {
    return { invitation, handed: null, error };
  }
}

function Progress({ outcomes, count }: { outcomes: readonly Outcome[]; count: number }) {
  const words = messages.invitations;
  const number = new Intl.NumberFormat(formats);
  const refused = outcomes.filter(({ error }) => error !== null);
  const handed = outcomes.flatMap((outcome) => outcome.handed ?? []);
  const isRunning = outcomes.length < count;
  const invited = number.format(outcomes.length - refused.length);
  return (
    <>
      <label className="stack">
        <span>{messages.imports.progress({ invited, total: number.format(count) })}</span>
        <progress className="progress" max={count} value={outcomes.length} />
      </label>
      {isRunning && <p className="quiet">{words.stay}</p>}
      <div role="status" className="stack">
        {!isRunning && refused.length > 0 && (
          <Notice tone="warn">
            <strong>{words.notInvited}</strong>
            <ul>
              {refused.map(({ invitation: { id, user }, error }) => (
                <li key={id}>
                  {user.name}
                  <span className="under">{problemText(error)}</span>
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
      {!isRunning && handed.length > 0 && (
        <>
          <Notice tone="warn">{messages.invite.once}</Notice>
          <div>
            <FileLink text={csvOfCodes(handed)} name="registration-codes.csv">
              {messages.imports.save}
            </FileLink>
          </div>
        </>
      )}
    </>
  );
}
