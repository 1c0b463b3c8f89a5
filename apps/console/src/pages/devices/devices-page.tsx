/** Phones: searched, filtered, page by page, the newest first. */
import { type DeviceListQuery, deviceStatuses } from "@mtoken/protocol/people";
import { api } from "../../api/people-api.ts";
import { DevicesTable } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { ListPage } from "../../lists/list-page.tsx";
import { reachesOthers, useMe } from "../../session/me.tsx";

export function DevicesPage() {
  const me = useMe();
  const { devices: words, users } = messages;
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      name="devices"
      read={api.devices}
      act="device.read"
      search={{ label: users.search, hint: users.searchHint }}
      counted={({ waiting }) => [waiting.devices]}
      states={{
        values: reachesOthers(me, "device.approve")
          ? ["approvable", "unapprovable", ...deviceStatuses]
          : deviceStatuses,
        text: statusText,
        all: words.every,
      }}
      empty={{
        icon: "device",
        none: { title: words.noneTitle, text: words.none },
        notFound: { title: words.notFoundTitle, text: users.notFound },
      }}
    >
      {(items, { busy, ofSeveral }) => (
        <DevicesTable items={items} of={ofSeveral ? "all" : "company"} caption={words.caption} busy={busy} />
      )}
    </ListPage>
  );
}

function statusText(status: NonNullable<DeviceListQuery["status"]>): string {
  if (status === "approvable") return messages.devices.approvable;
  return status === "unapprovable" ? messages.overview.figures.phonesLeft : messages.deviceStatuses[status];
}
