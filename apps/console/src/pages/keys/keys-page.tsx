/** The keys that the server signs with, proposing another one, and revoking one at once. */
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
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

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
  const [revoking, setRevoking] = useState<ListedIdentityKey>();
  const me = useMe();
  const may = useMay();
  const words = messages.keys;
  const revocable = may("operator-keys.revoke", { company: me.company.id }) ? keys.filter(isRevocable) : [];
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
      <DataTable
        caption={words.caption}
        columns={[...columns(), ...actsOn(revocable, setRevoking)]}
        items={keys}
        keyOf={({ key }) => key}
      />
      <p className="quiet">{words.revoking}</p>
      {isProposing && <ProposeKeyDialog onClose={() => setProposing(false)} />}
      {revoking !== undefined && (
        <RevokeKeyDialog revoked={revoking} onClose={() => setRevoking(undefined)} />
      )}
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

/** Where another one can sign: the server refuses it of the last one. */
function isRevocable({ key, status }: ListedIdentityKey, _at: number, keys: readonly ListedIdentityKey[]) {
  const now = Date.now() / 1000;
  const canSign = (other: ListedIdentityKey) =>
    other.status === "signing" || (other.status === "kept" && other.ends > now);
  return status !== "revoked" && keys.some((other) => other.key !== key && canSign(other));
}

function actsOn(
  revocable: readonly ListedIdentityKey[],
  onRevoke: (key: ListedIdentityKey) => void,
): Column<ListedIdentityKey>[] {
  if (revocable.length === 0) return [];
  return [
    {
      title: messages.facts.actions,
      acts: true,
      cell: (key) =>
        revocable.includes(key) && (
          <Button size="xs" variant="outline" color="danger" onClick={() => onRevoke(key)}>
            {messages.keys.button}
          </Button>
        ),
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
