/** Phones: searched, filtered, page by page, the newest first. */
import { NativeSelect } from "@mantine/core";
import { type DeviceListQuery, deviceStatuses } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../api/people-api.ts";
import { DevicesTable } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { useListAddress } from "../../lists/list-address.ts";
import { ListView } from "../../lists/list-view.tsx";
import { SearchField } from "../../lists/search-field.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { reachesCompanies, useMe } from "../../session/me.tsx";
import { CompanyFilter, useCompanyOfAddress } from "../../users/company-filter.tsx";

export function DevicesPage() {
  const me = useMe();
  const address = useListAddress();
  const company = useCompanyOfAddress();
  const status = address.filter("status", deviceStatuses);
  const query: DeviceListQuery = {
    ...(address.query !== "" && { query: address.query }),
    ...(status !== undefined && { status }),
    ...(company !== undefined && { company }),
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: ["devices", query],
    queryFn: () => api.devices(query),
    placeholderData: keepPreviousData,
  });
  const { devices: words, users } = messages;
  const isNarrowed = address.query !== "" || status !== undefined;
  return (
    <Page title={words.title} lead={words.lead}>
      <search className="filters">
        <SearchField
          label={users.search}
          hint={users.searchHint}
          value={address.query}
          onSearch={(searched) => address.set({ query: searched })}
        />
        <NativeSelect
          label={users.show}
          value={status ?? ""}
          data={[
            { value: "", label: words.every },
            ...deviceStatuses.map((value) => ({ value, label: messages.deviceStatuses[value] })),
          ]}
          onChange={({ currentTarget }) => address.set({ status: currentTarget.value })}
        />
      </search>
      {company !== undefined && company !== me.company.id && (
        <CompanyFilter company={company} address={address} />
      )}
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon="device" title={isNarrowed ? words.notFoundTitle : words.noneTitle}>
            {isNarrowed ? users.notFound : words.none}
          </Empty>
        }
      >
        {(items, busy) => (
          <DevicesTable
            items={items}
            of={reachesCompanies(me, "device.read") && company === undefined ? "all" : "company"}
            caption={words.caption}
            busy={busy}
          />
        )}
      </ListView>
    </Page>
  );
}
