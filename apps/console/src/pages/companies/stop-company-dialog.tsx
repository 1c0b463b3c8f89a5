/** Stops a whole company: nobody of it signs in or signs, until two people let it go on. */
import { type Company, mostCounted } from "@mtoken/protocol/people";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { askedReasons } from "../../acts/asked-reasons.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Count } from "../../parts/count.tsx";
import { Facts } from "../../parts/facts.tsx";
import { useMe } from "../../session/me.tsx";

export interface StopCompanyDialogProps {
  company: Company;
  onClose(): void;
}

export function StopCompanyDialog({ company: { id, name, users }, onClose }: StopCompanyDialogProps) {
  const me = useMe();
  const { title, follows, own, button, done } = messages.stopCompany;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[follows, ...(id === me.company.id ? [own] : [])]}
      verb={button}
      reasons={askedReasons.stopCompany}
      onAct={async (given) => {
        await api.stopCompany(id, given);
        return done({ name });
      }}
      onClose={onClose}
    >
      <Facts facts={[{ name: messages.companies.users, value: <Count of={users} upTo={mostCounted} /> }]} />
    </ActDialog>
  );
}
