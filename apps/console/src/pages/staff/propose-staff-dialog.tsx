/** Proposes somebody to work for the operator, with their role: another officer confirms it. */
import { NativeSelect } from "@mantine/core";
import { operatorRoles } from "@mtoken/protocol/people";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { ProposeDialog } from "../../proposals/propose-dialog.tsx";
import { type TypedUser, UserFields } from "../../users/user-fields.tsx";

export function ProposeStaffDialog({ onClose }: { onClose(): void }) {
  const [typed, setTyped] = useState<TypedUser>({ name: "", mail: "", language: "" });
  const [role, setRole] = useState<(typeof operatorRoles)[number]>("helpdesk");
  const { staff: words, facts, roles } = messages;
  return (
    <ProposeDialog
      title={words.proposeTitle}
      consequences={[words.follows]}
      onPropose={(given) => {
        const mail = typed.mail.trim();
        return api.proposeStaff({
          ...{ name: typed.name.trim(), role, ...given },
          ...(mail !== "" && { mail }),
          ...(typed.language !== "" && { language: typed.language }),
        });
      }}
      onClose={onClose}
    >
      <NativeSelect
        label={facts.role}
        description={words.does[role]}
        value={role}
        data={operatorRoles.map((value) => ({ value, label: roles[value] }))}
        onChange={({ currentTarget }) => {
          const chosen = operatorRoles.find((each) => each === currentTarget.value);
          if (chosen !== undefined) setRole(chosen);
        }}
      />
      <UserFields typed={typed} onChange={setTyped} />
    </ProposeDialog>
  );
}
