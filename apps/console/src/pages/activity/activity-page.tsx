/** What happened, the newest first: narrowed by what stands in the address, page by page, and as a file with the same filter. */
import type { ActivityFilter, ActivityQuery } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { filterOf, useActivityAddress } from "../../activity/activity-address.ts";
import { ActivityFilters, Narrowed } from "../../activity/activity-filters.tsx";
import { ActivityTable } from "../../activity/activity-table.tsx";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { useListAddress } from "../../lists/list-address.ts";
import { ListView } from "../../lists/list-view.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Page } from "../../parts/page.tsx";
import { reachesCompanies, reachesOthers, useMe } from "../../session/me.tsx";

export function ActivityPage() {
  const me = useMe();
  const address = useListAddress();
  const wanted = useActivityAddress();
  const filter = filterOf(wanted);
  const query: ActivityQuery = {
    ...filter,
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: ["activity", query],
    queryFn: () => api.activity(query),
    placeholderData: keepPreviousData,
  });
  const words = messages.activity;
  const isOwn = !reachesOthers(me, "activity.read");
  const isNarrowed = Object.keys(filter).length > 0;
  const ofAll = reachesCompanies(me, "activity.read") && wanted.company === undefined;
  return (
    <Page
      title={isOwn ? words.own : words.title}
      lead={isOwn ? words.ownLead : words.lead}
      actions={
        <a href={exportAddress(filter)} download="activity.csv" className="button plain small-button">
          <Icon name="save" />
          {words.export}
        </a>
      }
    >
      <ActivityFilters wanted={wanted} address={address} />
      <Narrowed wanted={wanted} address={address} />
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon="clock" title={isNarrowed ? words.notFoundTitle : words.noneTitle}>
            {isNarrowed ? words.notFound : words.none}
          </Empty>
        }
      >
        {(items, busy) => (
          <ActivityTable
            items={items}
            of={isOwn || wanted.user !== undefined ? "user" : ofAll ? "all" : "company"}
            caption={words.caption}
            busy={busy}
          />
        )}
      </ListView>
    </Page>
  );
}

/** The browser takes it along by itself: a long one would not fit into the page's memory. */
function exportAddress(filter: ActivityFilter): string {
  const parameters = new URLSearchParams(filter);
  return parameters.size === 0 ? "/v1/activity.csv" : `/v1/activity.csv?${parameters}`;
}
