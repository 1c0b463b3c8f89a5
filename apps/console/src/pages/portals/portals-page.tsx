/** Portals, those that have ended among them, and the way to end one at once. */
import { Button } from "@mantine/core";
import { type ListedPortal, portalStatuses } from "@mtoken/protocol/people";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { formats, messages } from "../../language/catalogue.ts";
import type { Column } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Chip, type ChipTone } from "../../parts/chip.tsx";
import { Moment } from "../../parts/moment.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { EndPortalDialog } from "./end-portal-dialog.tsx";

const tones: Readonly<Record<ListedPortal["status"], ChipTone>> = { open: "good", ended: "danger" };

export function PortalsPage() {
  const [ending, setEnding] = useState<ListedPortal>();
  const me = useMe();
  const mayEnd = useMay()("portal.end", { company: me.company.id });
  const words = messages.portals;
  return (
    <>
      <TablePage
        title={words.title}
        lead={words.lead}
        name="portals"
        read={api.portals}
        states={{
          values: portalStatuses,
          text: (value) => words.statuses[value],
          all: messages.devices.every,
        }}
        empty={{ icon: "globe", none: { title: words.noneTitle, text: words.lead } }}
        caption={words.title}
        columns={({ items }) => columnsFor(mayEnd && items.some(isOpen), setEnding)}
      />
      {ending !== undefined && <EndPortalDialog portal={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

function isOpen({ status }: ListedPortal): boolean {
  return status === "open";
}

function columnsFor(mayEnd: boolean, onEnd: (portal: ListedPortal) => void): Column<ListedPortal>[] {
  const { facts, portals: words, users } = messages;
  const number = new Intl.NumberFormat(formats);
  return [
    {
      title: words.portal,
      heads: true,
      cell: ({ name, origin }) => (
        <>
          <bdi>{name}</bdi>
          <bdi className="under" dir="ltr">
            {origin}
          </bdi>
        </>
      ),
    },
    {
      title: facts.state,
      cell: ({ status, ended }) => (
        <>
          <Chip tone={tones[status]}>{words.statuses[status]}</Chip>
          {ended !== null && (
            <span className="under">
              <Moment at={ended} />
            </span>
          )}
        </>
      ),
    },
    {
      title: messages.companies.title,
      cell: ({ companies }) => (companies === null ? users.allCompanies : number.format(companies)),
    },
    { title: facts.added, cell: ({ registered }) => <Moment at={registered} /> },
    ...(mayEnd
      ? [
          {
            title: facts.actions,
            acts: true,
            cell: (portal: ListedPortal) =>
              isOpen(portal) && (
                <Button size="xs" variant="outline" color="danger" onClick={() => onEnd(portal)}>
                  {words.button}
                </Button>
              ),
          },
        ]
      : []),
  ];
}
