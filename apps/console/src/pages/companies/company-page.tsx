/** One company: how many users and phones it has, the way to them, and what stops them all. */
import { Button } from "@mantine/core";
import { companyIdSchema } from "@mtoken/protocol";
import { type Company, mostCounted } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Count } from "../../parts/count.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { Asked, useIdOfAddress } from "../asked.tsx";
import { CompanyStopping, StoppedCompany } from "./company-stopping.tsx";
import { RenameCompanyDialog } from "./rename-company-dialog.tsx";

export function CompanyPage() {
  // Under /company it is one's own.
  const id = useIdOfAddress("company", companyIdSchema, useMe().company.id);
  const asked = useQuery({
    queryKey: ["company", id],
    queryFn: id === undefined ? skipToken : () => api.company(id),
  });
  return <Asked asked={asked}>{(company) => <ShownCompany company={company} />}</Asked>;
}

function ShownCompany({ company }: { company: Company }) {
  const { companies: words, facts } = messages;
  const { id, name, users, administrators, devices, created, stopped } = company;
  const [isRenaming, rename] = useState(false);
  const may = useMay();
  return (
    <Page
      title={name}
      actions={
        <>
          <Link href={`/users?company=${id}`} className="button plain small-button">
            <Icon name="people" />
            {words.toUsers}
          </Link>
          <Link href={`/devices?company=${id}`} className="button plain small-button">
            <Icon name="device" />
            {words.toPhones}
          </Link>
          <Link href={`/computers?company=${id}`} className="button plain small-button">
            <Icon name="computer" />
            {words.toComputers}
          </Link>
          <Link href={`/companies/${id}/policy`} className="button plain small-button">
            <Icon name="rules" />
            {words.toPolicy}
          </Link>
          {may("company.rename", { company: id }) && (
            <Button variant="default" onClick={() => rename(true)}>
              {messages.renameCompany.button}
            </Button>
          )}
        </>
      }
    >
      <StoppedCompany company={company} />
      <div className="card">
        <Facts
          facts={[
            { name: words.users, value: <Count of={users} upTo={mostCounted} /> },
            { name: words.administrators, value: <Count of={administrators} upTo={mostCounted} /> },
            { name: words.activePhones, value: <Count of={devices.active} upTo={mostCounted} /> },
            { name: words.waitingPhones, value: <Count of={devices.waiting} upTo={mostCounted} /> },
            { name: facts.added, value: <Moment at={created} /> },
            ...(stopped === null ? [] : [{ name: facts.stoppedSince, value: <Moment at={stopped} /> }]),
            { name: facts.id, value: <code className="code small">{id}</code> },
          ]}
        />
      </div>
      <CompanyStopping company={company} />
      {isRenaming && <RenameCompanyDialog company={company} onClose={() => rename(false)} />}
    </Page>
  );
}
