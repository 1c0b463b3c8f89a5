/** Adds a company, and goes on to its page: its first administrator is added there. */
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";

export function AddCompanyDialog({ onClose }: { onClose(): void }) {
  const [typed, setTyped] = useState("");
  const [, navigate] = useLocation();
  const { title, follows, field, button, done } = messages.addCompany;
  return (
    <ActDialog
      title={title}
      consequences={[follows]}
      verb={button}
      tone="accent"
      onAct={async () => {
        const name = typed.trim();
        const { company } = await api.addCompany({ name });
        navigate(`/companies/${company}`);
        return done({ name });
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        required
        label={field}
        value={typed}
        maxLength={100}
        autoComplete="off"
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </ActDialog>
  );
}
