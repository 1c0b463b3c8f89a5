/** Chooses one user or one company, found by what one types. */
import { Modal } from "@mantine/core";
import type { CompanyId, UserId } from "@mtoken/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { Loading } from "../parts/loading.tsx";
import { Problem } from "../parts/problem.tsx";
import { reachesCompanies, useMe } from "../session/me.tsx";
import { SearchField } from "./search-field.tsx";

const most = "8";

interface Choice {
  id: string;
  name: string;
  under: string | undefined;
}

export interface ChooseUserProps {
  /** Only among its users. */
  company?: CompanyId | undefined;
  onChoose(user: { id: UserId; name: string }): void;
  onClose(): void;
}

export function ChooseUser({ company, onChoose, onClose }: ChooseUserProps) {
  const me = useMe();
  const [query, setQuery] = useState("");
  const wanted = {
    limit: most,
    ...(query !== "" && { query }),
    ...(company !== undefined && { company }),
  } as const;
  const { data, error } = useQuery({
    queryKey: ["users", wanted],
    queryFn: () => api.users(wanted),
    placeholderData: keepPreviousData,
  });
  const withCompany = reachesCompanies(me, "user.read") && company === undefined;
  return (
    <Chooser
      title={messages.activity.chooseUser}
      hint={messages.users.searchHint}
      query={query}
      onSearch={setQuery}
      onClose={onClose}
    >
      <Choices
        error={error}
        choices={data?.items.map((user) => ({
          id: user.id,
          name: user.name,
          under: withCompany ? user.company.name : (user.mail ?? undefined),
          choose: () => onChoose({ id: user.id, name: user.name }),
        }))}
        onClose={onClose}
      />
    </Chooser>
  );
}

export interface ChooseCompanyProps {
  onChoose(company: CompanyId): void;
  onClose(): void;
}

export function ChooseCompany({ onChoose, onClose }: ChooseCompanyProps) {
  const [query, setQuery] = useState("");
  const wanted = { limit: most, ...(query !== "" && { query }) } as const;
  const { data, error } = useQuery({
    queryKey: ["companies", wanted],
    queryFn: () => api.companies(wanted),
    placeholderData: keepPreviousData,
  });
  return (
    <Chooser
      title={messages.activity.chooseCompany}
      hint={messages.companies.searchHint}
      query={query}
      onSearch={setQuery}
      onClose={onClose}
    >
      <Choices
        error={error}
        choices={data?.items.map(({ id, name }) => ({
          ...{ id, name, under: undefined },
          choose: () => onChoose(id),
        }))}
        onClose={onClose}
      />
    </Chooser>
  );
}

interface ChooserProps {
  title: string;
  hint: string;
  query: string;
  children: ReactNode;
  onSearch(query: string): void;
  onClose(): void;
}

function Chooser({ title, hint, query, children, onSearch, onClose }: ChooserProps) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": messages.close }}>
      <div className="stack">
        <SearchField label={messages.users.search} hint={hint} value={query} autoFocus onSearch={onSearch} />
        {children}
      </div>
    </Modal>
  );
}

interface ChoicesProps {
  choices: readonly (Choice & { choose(): void })[] | undefined;
  error: unknown;
  onClose(): void;
}

function Choices({ choices, error, onClose }: ChoicesProps) {
  if (error !== null) return <Problem error={error} />;
  if (choices === undefined) return <Loading lines={4} />;
  if (choices.length === 0) return <p role="status">{messages.activity.nobody}</p>;
  return (
    <ul className="choices">
      {choices.map(({ id, name, under, choose }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => {
              choose();
              onClose();
            }}
          >
            {name}
            {under !== undefined && <span className="under">{under}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
