/** The second person's decision, or its author's change of mind: asked once, with a note that goes on the record. */
import type { Proposal } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { NoteField, noted } from "../acts/note-field.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { proposalTitle } from "./proposal-title.ts";

export type Decision = "confirm" | "reject" | "withdraw";

interface DecideDialogProps {
  proposal: Proposal;
  decision: Decision;
  onClose(): void;
}

export function DecideDialog({ proposal, decision, onClose }: DecideDialogProps) {
  const [note, setNote] = useState("");
  const words = messages.proposals.decide[decision];
  const compares = decision === "confirm" && proposal.phones.length > 0;
  const what = proposalTitle(proposal.proposed);
  return (
    <ActDialog
      title={words.title({ what })}
      consequences={[messages.proposals.ofCompany({ company: proposal.company.name }), words.follows]}
      verb={words.verb}
      tone={decision === "confirm" ? "accent" : "danger"}
      onAct={async () => {
        await (decision === "confirm"
          ? api.confirmProposal(proposal.id, { ...noted(note), ...(compares && { compared: true }) })
          : api.decideProposal(proposal.id, decision, noted(note)));
        return words.done;
      }}
      onClose={onClose}
    >
      {compares && (
        <label className="check">
          <input type="checkbox" required />
          {messages.proposals.compared}
        </label>
      )}
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}
