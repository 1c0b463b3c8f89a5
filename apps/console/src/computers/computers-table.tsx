/** Computers in a table: those of one user, or with their users. */
import type { ListedComputer } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { messages } from "../language/catalogue.ts";
import { type Column, DataTable, none } from "../lists/data-table.tsx";
import { Chip, type ChipTone } from "../parts/chip.tsx";
import { Moment, momentOr } from "../parts/moment.tsx";
import { ComputerActs } from "./computer-acts.tsx";
import { computerName } from "./computer-name.ts";

const tones: Record<ListedComputer["status"], ChipTone> = {
  known: "good",
  waiting: "warn",
  refused: "danger",
};

export interface ComputersTableProps {
  items: readonly ListedComputer[];
  /** Where they are of several users, or of several companies too. */
  of: "user" | "company" | "all";
  caption: string;
  /** More is being asked for. */
  busy?: boolean;
}

export function ComputersTable({ items, of, caption, busy = false }: ComputersTableProps) {
  const words = messages.computers;
  const columns: Column<ListedComputer>[] = [
    {
      title: words.computer,
      heads: true,
      cell: ({ description }) => <bdi>{computerName(description)}</bdi>,
    },
    ...(of === "user"
      ? []
      : [
          {
            title: messages.facts.user,
            cell: ({ user, company }: ListedComputer) => (
              <>
                <Link href={`/users/${user.id}`}>{user.name}</Link>
                {of === "all" && <span className="under">{company.name}</span>}
              </>
            ),
          },
        ]),
    {
      title: messages.facts.state,
      cell: ({ status }) => <Chip tone={tones[status]}>{words.statuses[status]}</Chip>,
    },
    { title: words.since, cell: ({ since }) => <Moment at={since} /> },
    ...(items.some(({ status }) => status === "known")
      ? [{ title: words.used, cell: ({ used }: ListedComputer) => momentOr(used, none) }]
      : []),
    { title: words.until, cell: ({ until }) => <Moment at={until} /> },
    { title: messages.facts.actions, acts: true, cell: (computer) => <ComputerActs computer={computer} /> },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      items={items}
      keyOf={({ id, user }) => `${id} ${user.id}`}
      busy={busy}
    />
  );
}
