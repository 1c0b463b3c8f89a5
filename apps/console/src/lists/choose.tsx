/** Chooses one user or one company, found by what one types. */
import { Modal } from "@mantine/core";
import type { CompanyId, UserId } from "@mtoken/protocol";
import type { Page } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { Loading } from "../parts/loading.tsx";
import { Problem } from "../parts/problem.tsx";
import { useFocusReturn } from "../parts/use-focus-return.ts";
import { reachesCompanies, useMe } from "../session/me.tsx";
import { SearchField } from "./search-field.tsx";

const most = "8";

interface Choice {
  id: string;
  name: string;
  under?: string | undefined;
  choose(): void;
}

export interface ChooseUserProps {
  /** Only among its users. */
  company?: CompanyId | undefined;
  onChoose(user: { id: UserId; name: string }): void;
  onClose(): void;
}

export function ChooseUser({ company, onChoose, onClose }: ChooseUserProps) {
  const withCompany = reachesCompanies(useMe(), "user.read") && company === undefined;
  return (
    <Choose
      title={messages.activity.chooseUser}
      hint={messages.users.searchHint}
      among={["users", company]}
      read={(wanted) => api.users({ ...wanted, ...(company !== undefined && { company }) })}
      choiceOf={({ id, name, mail, company: own }) => ({
        ...{ id, name, under: withCompany ? own.name : (mail ?? undefined) },
        choose: () => onChoose({ id, name }),
      })}
      onClose={onClose}
    />
  );
}

export interface ChooseCompanyProps {
  onChoose(company: CompanyId): void;
  onClose(): void;
}

export function ChooseCompany({ onChoose, onClose }: ChooseCompanyProps) {
  return (
    <Choose
      title={messages.activity.chooseCompany}
      hint={messages.companies.searchHint}
      among={["companies"]}
      read={api.companies}
      choiceOf={({ id, name }) => ({ id, name, choose: () => onChoose(id) })}
      onClose={onClose}
    />
  );
}

interface ChooseProps<Item> {
  title: string;
  hint: string;
  /** What names the list, and what it is narrowed to. */
  among: readonly unknown[];
  read(wanted: { limit: string; query?: string }): Promise<Page<Item>>;
  choiceOf(item: Item): Choice;
  onClose(): void;
}

function Choose<Item>({ title, hint, among, read, choiceOf, onClose }: ChooseProps<Item>) {
  const [query, setQuery] = useState("");
  useFocusReturn();
  const wanted = { limit: most, ...(query !== "" && { query }) };
  const { data, error } = useQuery({
    queryKey: [...among, wanted],
    queryFn: () => read(wanted),
    placeholderData: keepPreviousData,
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": messages.close }}>
      <div className="stack">
        <SearchField label={messages.users.search} hint={hint} value={query} autoFocus onSearch={setQuery} />
        <Choices error={error} choices={data?.items.map(choiceOf)} onClose={onClose} />
      </div>
    </Modal>
  );
}

interface ChoicesProps {
  choices: readonly Choice[] | undefined;
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
