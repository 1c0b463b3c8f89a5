/** Imports: who began each and when, how far it is, and the way to what became of it. */
import { importStatuses, type ListedImport } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { actorText } from "../../activity/event-text.ts";
import { api } from "../../api/people-api.ts";
import { formats, messages } from "../../language/catalogue.ts";
import type { Column } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Chip, type ChipTone } from "../../parts/chip.tsx";
import { Moment } from "../../parts/moment.tsx";

const tones: Readonly<Record<ListedImport["status"], ChipTone>> = {
  running: "accent",
  done: "good",
  stopped: "danger",
};

export function ImportsPage() {
  const words = messages.imports;
  return (
    <TablePage
      title={words.list}
      lead={words.listLead}
      name="imports"
      read={api.imports}
      act="invitation.read"
      states={{ values: importStatuses, text: (value) => words.statuses[value], all: messages.devices.every }}
      empty={{ icon: "people", none: { title: words.noneTitle, text: words.form } }}
      caption={words.listCaption}
      columns={({ ofSeveral }) => columnsFor(ofSeveral)}
    />
  );
}

function columnsFor(ofSeveral: boolean): Column<ListedImport>[] {
  const { facts, imports: words } = messages;
  return [
    {
      title: words.begun,
      heads: true,
      cell: ({ id, created, company, by }) => (
        <>
          <Link href={`/users/import/${id}`}>
            <Moment at={created} />
          </Link>
          <span className="under">{actorText({ by })}</span>
          {ofSeveral && <span className="under">{company.name}</span>}
        </>
      ),
    },
    { title: facts.state, cell: ({ status }) => <Chip tone={tones[status]}>{words.statuses[status]}</Chip> },
    { title: messages.users.title, cell: (job) => <HowFar {...job} /> },
  ];
}

function HowFar({ invited, total, failed }: ListedImport) {
  const words = messages.imports;
  const number = new Intl.NumberFormat(formats);
  return (
    <>
      {words.progress({ invited: number.format(invited), total: number.format(total) })}
      {failed > 0 && <span className="under">{words.failed({ count: number.format(failed) })}</span>}
    </>
  );
}
