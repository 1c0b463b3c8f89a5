/**
 * A page that is one list: what is looked for, which state is shown, of which company, page by page, and what it says where it is empty.
 * All of that stands in its address.
 */
import { NativeSelect } from "@mantine/core";
import type { CompanyId } from "@mtoken/protocol";
import type { Act, Page as ListedPage } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messages } from "../language/catalogue.ts";
import { NewsBar } from "../news/news-bar.tsx";
import type { Counted } from "../news/use-news.ts";
import { Empty } from "../parts/empty.tsx";
import type { IconName } from "../parts/icon.tsx";
import { Page } from "../parts/page.tsx";
import { reachesCompanies, useMe } from "../session/me.tsx";
import { CompanyFilter, useCompanyOfAddress } from "./company-filter.tsx";
import { useListAddress } from "./list-address.ts";
import { ListView } from "./list-view.tsx";
import { SearchField } from "./search-field.tsx";

interface ListQuery<Status extends string> {
  query?: string;
  status?: Status;
  company?: CompanyId;
  cursor?: string;
}

interface Said {
  title: string;
  text: string;
}

export interface ListPageProps<Item, Status extends string> {
  title: string;
  lead?: string;
  /** What can be done here: buttons. */
  actions?: ReactNode;
  /** Its name among what was read already. */
  name: string;
  read(query: ListQuery<Status>): Promise<ListedPage<Item>>;
  /** To see these; who does so in several companies is told which, and may look at one alone. */
  act?: Act;
  search?: { label: string; hint: string };
  /** How many of them wait for somebody: what has come up since is told above the list. */
  counted?: Counted;
  /** Which state is shown: all of them have a name where they can be shown at once; `usual` is what an address without one shows. */
  states: { values: readonly Status[]; text(value: Status): string; all?: string; usual?: Status };
  /** Where there is none, and where what is looked for is not among them. */
  empty: { icon: IconName; none: Said; notFound?: Said };
  children(items: readonly Item[], shown: { busy: boolean; ofSeveral: boolean }): ReactNode;
}

/** A filter's value in the address, where another one is usual. */
const all = "all";

export function ListPage<Item, Status extends string>(props: ListPageProps<Item, Status>) {
  const { title, lead, actions, name, read, act, search, counted, states, empty, children } = props;
  const me = useMe();
  const address = useListAddress();
  const company = useCompanyOfAddress();
  const { values, text, usual } = states;
  const status = address.filter("status", [...values, all]) ?? usual;
  const query: ListQuery<Status> = {
    ...(address.query !== "" && { query: address.query }),
    ...(status !== undefined && status !== all && { status }),
    ...(act !== undefined && company !== undefined && { company }),
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: [name, query],
    queryFn: () => read(query),
    placeholderData: keepPreviousData,
  });
  const isNarrowed = address.query !== "" || status !== usual;
  const { title: emptyTitle, text: emptyText } = (isNarrowed ? empty.notFound : undefined) ?? empty.none;
  const ofSeveral = act !== undefined && reachesCompanies(me, act) && company === undefined;
  return (
    <Page title={title} lead={lead} actions={actions}>
      <search className="filters">
        {search !== undefined && (
          <SearchField
            {...search}
            value={address.query}
            onSearch={(searched) => address.set({ query: searched })}
          />
        )}
        <NativeSelect
          label={messages.users.show}
          value={status ?? all}
          data={[
            ...(states.all === undefined ? [] : [{ value: all, label: states.all }]),
            ...values.map((value) => ({ value, label: text(value) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            address.set({ status: value === (usual ?? all) ? undefined : value })
          }
        />
      </search>
      {act !== undefined && company !== undefined && company !== me.company.id && (
        <CompanyFilter company={company} address={address} />
      )}
      <NewsBar
        counted={address.cursor === undefined && company === undefined ? counted : undefined}
        readAt={list.dataUpdatedAt}
        onShow={() => void list.refetch()}
      />
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon={empty.icon} title={emptyTitle}>
            {emptyText}
          </Empty>
        }
      >
        {(items, busy) => children(items, { busy, ofSeveral })}
      </ListView>
    </Page>
  );
}
