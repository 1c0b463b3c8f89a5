/** Phones that wait for approval: the newest, and the way to all of them. */
import type { ListedDevice, Page } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { DevicesTable } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { Section } from "../../parts/section.tsx";
import { reachesCompanies, useMe } from "../../session/me.tsx";
import { waitingStatus } from "./figures.tsx";

export function WaitingPhones({ page }: { page: Page<ListedDevice> }) {
  const me = useMe();
  const words = messages.overview;
  if (page.items.length === 0) return null;
  return (
    <Section
      title={words.phones}
      actions={page.next !== null && <Link href={`/devices?status=${waitingStatus(me)}`}>{words.all}</Link>}
    >
      <DevicesTable
        items={page.items}
        of={reachesCompanies(me, "device.read") ? "all" : "company"}
        caption={words.phones}
      />
    </Section>
  );
}
