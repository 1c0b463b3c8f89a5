/** Asks for what takes two people: what would follow, why, and then the way to the proposal that waits for somebody else. */
import type { MadeProposal, Noted } from "@mtoken/protocol/people";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { ActDialog } from "../acts/act-dialog.tsx";
import { NoteField, noted } from "../acts/note-field.tsx";
import { ConsoleError, codeOf } from "../api/console-error.ts";
import { messages } from "../language/catalogue.ts";

export interface ProposeDialogProps {
  /** A question with the verb and its object. */
  title: string;
  /** What would follow; that it takes two is said here. */
  consequences: readonly string[];
  /** What is chosen, or looked at before it is proposed. */
  children?: ReactNode;
  onPropose(given: Noted): Promise<MadeProposal>;
  onClose(): void;
}

export function ProposeDialog({ title, consequences, children, onPropose, onClose }: ProposeDialogProps) {
  const [note, setNote] = useState("");
  const [, navigate] = useLocation();
  return (
    <ActDialog
      title={title}
      consequences={[...consequences, messages.proposals.takesTwo]}
      verb={messages.policy.propose}
      tone="accent"
      onAct={async () => {
        const { proposal } = await onPropose(noted(note)).catch(ofProposing);
        navigate(`/proposals/${proposal}`);
        return messages.proposals.proposed;
      }}
      onClose={onClose}
    >
      {children}
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}

/** What the server's codes mean where something is proposed. */
function ofProposing(error: unknown): never {
  switch (codeOf(error)) {
    case "rate_limited":
      throw new ConsoleError("too-many-proposals", { cause: error });
    case "already_decided":
      throw new ConsoleError("nothing-to-propose", { cause: error });
    default:
      throw error;
  }
}
