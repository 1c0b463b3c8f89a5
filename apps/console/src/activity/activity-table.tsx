/** Entries of the log: when, what, about whom, by whom and by which way, and why. */
import type { ActivityEvent } from "@mtoken/protocol/people";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { messages } from "../language/catalogue.ts";
import { type Column, DataTable } from "../lists/data-table.tsx";
import { Moment } from "../parts/moment.tsx";
import { reachesOthers, useMe } from "../session/me.tsx";
import { actorText, changeTexts, detailTexts, reasonText, wayText } from "./event-text.ts";
import { kindText } from "./kinds.ts";

export interface ActivityTableProps {
  items: readonly ActivityEvent[];
  /** Whose they are: one user's, those of a company, or of several. */
  of: "user" | "company" | "all";
  caption: string;
  busy?: boolean;
}

export function ActivityTable({ items, of, caption, busy = false }: ActivityTableProps) {
  const words = messages.activity;
  // Who reaches only themselves has no page of who did it.
  const isLinked = reachesOthers(useMe(), "user.read");
  const columns: Column<ActivityEvent>[] = [
    { title: words.what, heads: true, cell: (event) => <What event={event} /> },
    ...(of === "user"
      ? []
      : [
          {
            title: words.about,
            cell: (event: ActivityEvent) => <About event={event} withCompany={of === "all"} />,
          },
        ]),
    { title: words.by, cell: (event) => <Actor event={event} isLinked={isLinked} /> },
    { title: words.why, cell: whyOf },
    { title: words.when, cell: ({ at }) => <Moment at={at} /> },
  ];
  return <DataTable caption={caption} columns={columns} items={items} keyOf={({ id }) => id} busy={busy} />;
}

function What({ event }: { event: ActivityEvent }) {
  const { device, details } = event;
  const texts = detailTexts(event);
  const words = messages.activity;
  const seesProposals = reachesOthers(useMe(), "proposal.read");
  return (
    <>
      {kindText(event.kind)}
      {texts.length > 0 && <span className="under">{texts.join(" · ")}</span>}
      {changeTexts(event).map((text) => (
        <span key={text} className="under">
          {text}
        </span>
      ))}
      {device !== null && (
        <span className="under">
          <Link href={`/devices/${device}`}>{words.toPhone}</Link>
        </span>
      )}
      {typeof details["proposal"] === "string" && seesProposals && (
        <span className="under">
          <Link href={`/proposals/${details["proposal"]}`}>{words.toProposal}</Link>
        </span>
      )}
      {typeof details["import"] === "string" && (
        <span className="under">
          <Link href={`/users/import/${details["import"]}`}>{words.toImport}</Link>
        </span>
      )}
    </>
  );
}

function About({
  event: { user, company },
  withCompany,
}: {
  event: ActivityEvent;
  withCompany: boolean;
}): ReactNode {
  if (user === null) return company?.name ?? "—";
  return (
    <>
      <Link href={`/users/${user.id}`}>{user.name}</Link>
      {withCompany && company !== null && <span className="under">{company.name}</span>}
    </>
  );
}

function Actor({ event, isLinked }: { event: ActivityEvent; isLinked: boolean }): ReactNode {
  const actor = actorText(event);
  const way = wayText(event);
  if (actor === undefined) return way ?? "—";
  const id = event.by?.id ?? null;
  return (
    <>
      {id === null || !isLinked ? actor : <Link href={`/users/${id}`}>{actor}</Link>}
      {way !== undefined && <span className="under">{way}</span>}
    </>
  );
}

function whyOf(event: ActivityEvent): ReactNode {
  const reason = reasonText(event);
  const { note } = event;
  if (reason === undefined && note === null) return "—";
  return (
    <>
      {reason}
      {note !== null && <span className="under">{messages.activity.note({ note })}</span>}
    </>
  );
}
