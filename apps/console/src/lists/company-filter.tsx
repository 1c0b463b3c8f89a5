/** That a list shows one company alone, and the way to all of them. */

import type { CompanyId } from "@mtoken/protocol";
import { companyIdSchema } from "@mtoken/protocol";
import { useQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useSearch } from "wouter";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";
import type { ListAddress } from "./list-address.ts";

/** The company that the address names, if it names one. */
export function useCompanyOfAddress(): CompanyId | undefined {
  const named = v.safeParse(companyIdSchema, new URLSearchParams(useSearch()).get("company"));
  return named.success ? named.output : undefined;
}

export function CompanyFilter({ company, address }: { company: CompanyId; address: ListAddress }) {
  const { data } = useQuery({ queryKey: ["company", company], queryFn: () => api.company(company) });
  return (
    <p className="narrowed">
      <span className="chip accent">
        <Icon name="company" />
        {messages.users.ofCompany({ company: data?.name ?? company })}
      </span>
      <button type="button" className="link" onClick={() => address.set({ company: undefined })}>
        {messages.users.allCompanies}
      </button>
    </p>
  );
}
