/** Deactivates all phones of a company. */
import type { Company } from "@mtoken/protocol/people";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { useMe } from "../../session/me.tsx";

export interface EndDevicesOfCompanyDialogProps {
  company: Company;
  onClose(): void;
}

export function EndDevicesOfCompanyDialog({ company, onClose }: EndDevicesOfCompanyDialogProps) {
  const me = useMe();
  const { title, verb, done } = messages.endAllDevices;
  const { follows, ownEnds } = messages.companies;
  const { id, name } = company;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[follows({ name }), ...(id === me.company.id ? [ownEnds] : [])]}
      verb={verb}
      reason="suspicious"
      onAct={async (given) => {
        const { devices } = await api.endDevicesOfCompany(id, given);
        return done({ count: devices, name });
      }}
      onClose={onClose}
    />
  );
}
