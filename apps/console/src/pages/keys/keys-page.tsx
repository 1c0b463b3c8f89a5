/** The keys that the server signs with, and proposing another one. */
import { Button } from "@mantine/core";
import type { ListedIdentityKey } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { formats, messages } from "../../language/catalogue.ts";
import { type Column, DataTable } from "../../lists/data-table.tsx";
import { Chip, type ChipTone } from "../../parts/chip.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { Asked } from "../asked.tsx";
import { ProposeKeyDialog } from "./propose-key-dialog.tsx";

const tones: Record<ListedIdentityKey["status"], ChipTone> = {
  signing: "good",
  coming: "accent",
  kept: "plain",
  revoked: "danger",
};
const day = 86_400;

export function KeysPage() {
  const asked = useQuery({ queryKey: ["identity-keys"], queryFn: api.identityKeys });
  return <Asked asked={asked}>{({ items }) => <ShownKeys keys={items} />}</Asked>;
}

function ShownKeys({ keys }: { keys: readonly ListedIdentityKey[] }) {
  const [isProposing, setProposing] = useState(false);
  const me = useMe();
  const may = useMay();
  const words = messages.keys;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        may("operator-keys.rotate", { company: me.company.id }) && (
          <Button leftSection={<Icon name="renew" />} onClick={() => setProposing(true)}>
            {words.propose}
          </Button>
        )
      }
    >
      <DataTable caption={words.caption} columns={columns()} items={keys} keyOf={({ key }) => key} />
      <p className="quiet">{words.revoking}</p>
      {isProposing && <ProposeKeyDialog onClose={() => setProposing(false)} />}
    </Page>
  );
}

function columns(): Column<ListedIdentityKey>[] {
  const words = messages.keys;
  return [
    {
      title: words.key,
      heads: true,
      cell: ({ key }) => (
        <bdi className="code" dir="ltr">
          {key}
        </bdi>
      ),
    },
    {
      title: messages.facts.state,
      cell: ({ status }) => <Chip tone={tones[status]}>{words.statuses[status]}</Chip>,
    },
    {
      title: messages.proposals.begins,
      cell: ({ begins }) => (
        <>
          <Moment at={begins} />
          <span className="under">{agoText(begins)}</span>
        </>
      ),
    },
    {
      title: words.ends,
      cell: ({ ends, revoked }) => <Moment at={revoked ?? ends} />,
    },
  ];
}

/** How old it is, or how far off. */
function agoText(at: number): string {
  const days = Math.round(at - Date.now() / 1000) / day;
  const text = new Intl.RelativeTimeFormat(formats, { numeric: "auto" });
  return Math.abs(days) < 60
    ? text.format(Math.round(days), "day")
    : text.format(Math.round(days / 30.4), "month");
}
