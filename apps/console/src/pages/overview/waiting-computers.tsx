/** Computers that wait for approval. */
import type { ListedComputer, Page } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { ComputersTable } from "../../computers/computers-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { Section } from "../../parts/section.tsx";
import { reachesCompanies, useMe } from "../../session/me.tsx";
import { waitingComputersStatus } from "./figures.tsx";

export function WaitingComputers({ page }: { page: Page<ListedComputer> }) {
  const me = useMe();
  const title = messages.overview.computers;
  if (page.items.length === 0) return null;
  return (
    <Section
      title={title}
      actions={
        page.next !== null && (
          <Link href={`/computers?status=${waitingComputersStatus(me)}`}>{messages.overview.all}</Link>
        )
      }
    >
      <ComputersTable
        items={page.items}
        of={reachesCompanies(me, "computer.read") ? "all" : "company"}
        caption={title}
      />
    </Section>
  );
}
