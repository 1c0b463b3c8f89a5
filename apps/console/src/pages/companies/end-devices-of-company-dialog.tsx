/** Deactivates all phones of a company. */
import { type Company, mostCounted } from "@mtoken/protocol/people";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { askedReasons } from "../../acts/asked-reasons.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Count } from "../../parts/count.tsx";
import { Facts } from "../../parts/facts.tsx";
import { useMe } from "../../session/me.tsx";

export interface EndDevicesOfCompanyDialogProps {
  company: Company;
  onClose(): void;
}

export function EndDevicesOfCompanyDialog({ company, onClose }: EndDevicesOfCompanyDialogProps) {
  const me = useMe();
  const { title, verb, done } = messages.endAllDevices;
  const { follows, ownEnds, activePhones, waitingPhones } = messages.companies;
  const { id, name, devices } = company;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[follows({ name }), ...(id === me.company.id ? [ownEnds] : [])]}
      verb={verb}
      reasons={askedReasons.endDevicesOfCompany}
      onAct={async (given) => {
        const ended = await api.endDevicesOfCompany(id, given);
        return done({ count: ended.devices, name });
      }}
      onClose={onClose}
    >
      <Facts
        facts={[
          { name: activePhones, value: <Count of={devices.active} upTo={mostCounted} /> },
          { name: waitingPhones, value: <Count of={devices.waiting} upTo={mostCounted} /> },
        ]}
      />
    </ActDialog>
  );
}
