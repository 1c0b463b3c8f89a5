/** Proposes to make a user an administrator: another person has to confirm it. */
import type { User } from "@mtoken/protocol/people";
import { useState } from "react";
import { useLocation } from "wouter";
import { ActDialog } from "../acts/act-dialog.tsx";
import { NoteField, noted } from "../acts/note-field.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";

export function MakeAdministratorDialog({ user, onClose }: { user: User; onClose(): void }) {
  const [note, setNote] = useState("");
  const [, navigate] = useLocation();
  const { title, follows, verb } = messages.makeAdministrator;
  return (
    <ActDialog
      title={title({ name: user.name })}
      consequences={[follows, messages.proposals.takesTwo]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        const { proposal } = await api.makeAdministrator(user.id, noted(note));
        navigate(`/proposals/${proposal}`);
        return messages.proposals.proposed;
      }}
      onClose={onClose}
    >
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}
