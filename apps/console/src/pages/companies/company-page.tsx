/** One company: how many users and phones it has, the way to them, and what stops them all. */
import { companyIdSchema } from "@mtoken/protocol";
import type { Company } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { Link, useParams } from "wouter";
import { codeOf } from "../../api/console-error.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Count } from "../../parts/count.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { useMe } from "../../session/me.tsx";
import { NotFoundPage } from "../not-found-page.tsx";
import { CompanyStopping, StoppedCompany } from "./company-stopping.tsx";

export function CompanyPage() {
  const me = useMe();
  // Under /company it is one's own.
  const named = v.safeParse(companyIdSchema, useParams()["company"] ?? me.company.id);
  const id = named.success ? named.output : undefined;
  const { data, error, refetch } = useQuery({
    queryKey: ["company", id],
    queryFn: () => (id === undefined ? Promise.reject(new TypeError("no company")) : api.company(id)),
    enabled: id !== undefined,
  });
  if (id === undefined || (error !== null && codeOf(error) === "not_found")) return <NotFoundPage />;
  if (error !== null) return <Problem error={error} onAgain={() => void refetch()} />;
  return data === undefined ? <Loading /> : <ShownCompany company={data} />;
}

function ShownCompany({ company }: { company: Company }) {
  const { companies: words, facts } = messages;
  const { id, name, users, administrators, devices, created, stopped } = company;
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
        </>
      }
    >
      <StoppedCompany company={company} />
      <div className="card">
        <Facts
          facts={[
            { name: words.users, value: <Count of={users} /> },
            { name: words.administrators, value: <Count of={administrators} /> },
            { name: words.activePhones, value: <Count of={devices.active} /> },
            { name: words.waitingPhones, value: <Count of={devices.waiting} /> },
            { name: facts.added, value: <Moment at={created} /> },
            ...(stopped === null ? [] : [{ name: facts.stoppedSince, value: <Moment at={stopped} /> }]),
            { name: facts.id, value: <code className="code small">{id}</code> },
          ]}
        />
      </div>
      <CompanyStopping company={company} />
    </Page>
  );
}
