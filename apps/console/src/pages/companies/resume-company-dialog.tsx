/** Proposes to let a stopped company go on: another person has to confirm it. */
import type { Company } from "@mtoken/protocol/people";
import { useState } from "react";
import { useLocation } from "wouter";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { NoteField, noted } from "../../acts/note-field.tsx";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";

export function ResumeCompanyDialog({
  company: { id, name },
  onClose,
}: {
  company: Company;
  onClose(): void;
}) {
  const [note, setNote] = useState("");
  const [, navigate] = useLocation();
  const { proposals, resumeCompany: words } = messages;
  return (
    <ActDialog
      title={words.title({ name })}
      consequences={[proposals.follows.company, proposals.takesTwo]}
      verb={messages.makeAdministrator.verb}
      tone="accent"
      onAct={async () => {
        const { proposal } = await api.resumeCompany(id, noted(note));
        navigate(`/proposals/${proposal}`);
        return proposals.proposed;
      }}
      onClose={onClose}
    >
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}
