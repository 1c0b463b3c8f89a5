/** Phones in a table: on their own page with their users, on a user's page without. */
import type { ListedDevice } from "@mtoken/protocol/people";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { messages } from "../language/catalogue.ts";
import { type Column, DataTable } from "../lists/data-table.tsx";
import { ControlCode } from "../parts/control-code.tsx";
import { Moment, momentOr } from "../parts/moment.tsx";
import { DeviceActs } from "./device-acts.tsx";
import { DeviceStatus } from "./device-status.tsx";

export interface DevicesTableProps {
  items: readonly ListedDevice[];
  /** Where they are of several users, or of several companies too. */
  of: "user" | "company" | "all";
  caption: string;
  busy?: boolean;
}

export function DevicesTable({ items, of, caption, busy = false }: DevicesTableProps) {
  const { facts } = messages;
  const userColumn: Column<ListedDevice> = {
    title: facts.user,
    heads: true,
    cell: ({ id, user, company }) => (
      <>
        <Link href={`/devices/${id}`}>{user.name}</Link>
        {of === "all" && <span className="under">{company.name}</span>}
      </>
    ),
  };
  const columns: Column<ListedDevice>[] = [
    ...(of === "user" ? [] : [userColumn]),
    { title: facts.state, cell: ({ status }) => <DeviceStatus status={status} /> },
    // Of phones that all wait there is neither yet.
    ...(items.every(({ status }) => status === "awaiting-approval")
      ? [{ title: facts.added, cell: ({ created }: ListedDevice) => <Moment at={created} /> }]
      : [
          { title: facts.controlCode, cell: codeOf },
          { title: facts.activated, cell: ({ activated }: ListedDevice) => momentOr(activated, "—") },
          { title: facts.used, cell: ({ used }: ListedDevice) => momentOr(used, facts.never) },
        ]),
    { title: facts.actions, acts: true, cell: (device) => <DeviceActs device={device} size="xs" /> },
  ];
  return <DataTable caption={caption} columns={columns} items={items} keyOf={({ id }) => id} busy={busy} />;
}

/** That of a phone that waits is typed by who approves it, from what the user reads out. */
export function codeOf({ fingerprint, status }: ListedDevice): ReactNode {
  if (status === "awaiting-approval")
    return <span className="quiet small">{messages.devices.hiddenCode}</span>;
  return fingerprint === null ? "—" : <ControlCode code={fingerprint} />;
}
