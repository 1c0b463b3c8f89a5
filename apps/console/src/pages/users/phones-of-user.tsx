/** The phones of one user. */
import type { UserId } from "@mtoken/protocol";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/people-api.ts";
import { DevicesTable } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { ListView } from "../../lists/list-view.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Section } from "../../parts/section.tsx";

export function PhonesOfUser({ user, title }: { user: UserId; title?: string }) {
  const list = useQuery({ queryKey: ["devices", { user }], queryFn: () => api.devices({ user }) });
  const { phones, noPhones, noPhonesTitle } = messages.user;
  return (
    <Section title={title ?? phones}>
      <ListView
        list={list}
        empty={
          <Empty icon="device" title={noPhonesTitle}>
            {noPhones}
          </Empty>
        }
      >
        {(items) => <DevicesTable items={items} of="user" caption={title ?? phones} />}
      </ListView>
    </Section>
  );
}
