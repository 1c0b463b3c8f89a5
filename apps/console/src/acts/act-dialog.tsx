/**
 * Asks once before something is done that stops somebody, or can't be undone: what it does and to whom, why, and a button with the verb.
 * While it runs nothing else can be pressed; what came of it is told above the page, and every list is read anew.
 */
import { Button, Modal } from "@mantine/core";
import type { GivenReason } from "@mtoken/protocol/people";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { codeOf } from "../api/console-error.ts";
import { messages } from "../language/catalogue.ts";
import { Notice } from "../parts/notice.tsx";
import { useFocusReturn } from "../parts/use-focus-return.ts";
import { useTell } from "../shell/tell.tsx";
import { problemText } from "../words/problem-text.ts";
import type { AskedReasons } from "./asked-reasons.ts";
import { firstFault } from "./first-fault.ts";
import { noted } from "./note-field.tsx";
import { ReasonFields } from "./reason-fields.tsx";

export interface ActDialogProps {
  /** A question with the verb and its object: “Deactivate Anna Jansen’s phone?” */
  title: string;
  /** Whom it is about, beyond the name. */
  subject?: ReactNode;
  /** What follows from it. */
  consequences: readonly string[];
  /** The button's. */
  verb: string;
  /** What stops somebody or can't be undone is `danger`. */
  tone?: "danger" | "accent";
  /** The reasons to choose from; without them none is asked for. */
  reasons?: AskedReasons;
  /** More fields. */
  children?: ReactNode;
  /** Does it, and says what came of it; `undefined` where what it leads to says so itself. */
  onAct(given: GivenReason): Promise<string | undefined>;
  /** After it was done, in the place of `onClose`. */
  onDone?: () => void;
  onClose(): void;
}

export function ActDialog(props: ActDialogProps) {
  const {
    title,
    subject,
    consequences,
    verb,
    tone = "danger",
    reasons,
    children,
    onAct,
    onClose,
    onDone = onClose,
  } = props;
  const [given, setGiven] = useState<GivenReason>({ reason: reasons?.chosen ?? "other" });
  const [fault, setFault] = useState<string>();
  const tell = useTell();
  useFocusReturn();
  const client = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => onAct(trimmed(given)),
    onSuccess(outcome) {
      tell(outcome);
      onDone();
      return client.invalidateQueries();
    },
  });
  const isOver = error !== null && final.has(codeOf(error));

  /** Who was too late sees how it stands, too; not before, since the dialog goes with its row where the list has that no more. */
  function close(): void {
    if (error !== null) void client.invalidateQueries();
    onClose();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const found = firstFault(event.currentTarget);
    setFault(found);
    if (found !== undefined) return;
    if (!isPending && !isOver) mutate();
  }

  return (
    <Modal
      opened
      onClose={() => !isPending && close()}
      title={title}
      closeButtonProps={{ "aria-label": messages.close }}
    >
      <form className="stack" noValidate onSubmit={submit}>
        {subject}
        {consequences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {children}
        {reasons !== undefined && !isOver && (
          <ReasonFields offered={reasons.offered} given={given} onChange={setGiven} />
        )}
        {fault !== undefined && fault !== "" && (
          <Notice tone="warn" alert>
            {fault}
          </Notice>
        )}
        {error !== null && (
          <Notice tone="warn" alert>
            {problemText(error)}
          </Notice>
        )}
        <div className="dialog-buttons">
          <Button variant="default" disabled={isPending} onClick={close}>
            {isOver ? messages.close : messages.cancel}
          </Button>
          {!isOver && (
            <Button
              type="submit"
              color={tone}
              loading={isPending}
              data-autofocus={reasons === undefined || undefined}
            >
              {verb}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}

/** To try again would end the same. */
const final: ReadonlySet<string> = new Set([
  "already_decided",
  "computer-known",
  "nothing-to-propose",
  "not_found",
  "not_allowed",
  "last_administrator",
  "last_identity_key",
  "proposal_void",
]);

function trimmed({ reason, note }: GivenReason): GivenReason {
  return { reason, ...(note !== undefined && noted(note)) };
}
