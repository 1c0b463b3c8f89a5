/** Gives a company another name. */
import { TextInput } from "@mantine/core";
import type { Company } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";

export function RenameCompanyDialog({ company, onClose }: { company: Company; onClose(): void }) {
  const [typed, setTyped] = useState(company.name);
  const { title, follows, verb, done } = messages.renameCompany;
  return (
    <ActDialog
      title={title({ name: company.name })}
      consequences={[follows]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        const name = typed.trim();
        await api.renameCompany(company.id, { name });
        return done({ name });
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        required
        label={messages.addCompany.field}
        value={typed}
        maxLength={100}
        autoComplete="off"
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </ActDialog>
  );
}
