/** How many wait, and how much is odd: each figure leads to the list of what it counts. */
import { type Me, mostCounted, type Overview } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { formats, messages } from "../../language/catalogue.ts";
import { Icon, type IconName } from "../../parts/icon.tsx";
import { reachesOthers, useMe } from "../../session/me.tsx";

interface Figure {
  title: string;
  /** What of it presses. */
  under?: string | undefined;
  count: number | null;
  to: string;
  icon: IconName;
  /** It stands out when there is any. */
  presses: boolean;
}

export function Figures({ overview: { waiting, odd } }: { overview: Overview }) {
  const me = useMe();
  const words = messages.overview.figures;
  const ending = waiting.invitations_ending ?? 0;
  const figures: Figure[] = [
    {
      ...{ title: words.phones, count: waiting.devices, icon: "device", presses: true },
      to: `/devices?status=${waitingStatus(me)}`,
    },
    {
      ...{
        title: words.phonesLeft,
        count: waiting.devices_unapprovable || null,
        icon: "device",
        presses: true,
      },
      to: "/devices?status=unapprovable",
    },
    {
      ...{ title: messages.overview.computers, count: waiting.computers, icon: "computer", presses: true },
      to: `/computers?status=${waitingComputersStatus(me)}`,
    },
    {
      ...{ title: messages.proposals.title, count: waiting.proposals, icon: "check", presses: true },
      to: "/proposals",
    },
    {
      ...{ title: words.invitations, count: waiting.invitations, icon: "mail", presses: ending > 0 },
      ...{
        to: ending > 0 ? "/users?status=ending" : "/invitations?status=open",
        under: ending > 0 ? words.ending({ count: ending }) : undefined,
      },
    },
    {
      ...{ title: words.undelivered, count: waiting.invitations_undelivered || null, icon: "mail" },
      ...{ presses: true, to: "/invitations?status=undelivered" },
    },
    {
      ...{ title: words.blocked, count: odd.blocked, icon: "deviceGone", presses: true },
      to: "/devices?status=blocked",
    },
    {
      ...{ title: words.frozen, count: odd.frozen, icon: "stop", presses: true },
      to: "/users?status=frozen",
    },
    {
      ...{ title: words.deliveries, count: waiting.deliveries, icon: "inbox", presses: true },
      to: "/deliveries",
    },
  ];
  return (
    <ul className="tiles">
      {figures.map(
        (figure) => figure.count !== null && <Tile key={figure.title} {...figure} count={figure.count} />,
      )}
    </ul>
  );
}

/** What is counted: for who approves any, those that they may approve. */
export function waitingStatus(me: Me): "approvable" | "awaiting-approval" {
  return reachesOthers(me, "device.approve") ? "approvable" : "awaiting-approval";
}

function Tile({ title, under, count, to, icon, presses }: Figure & { count: number }) {
  const number = new Intl.NumberFormat(formats).format(count);
  return (
    <li>
      <Link href={to} className={presses && count > 0 ? "card tile presses" : "card tile"}>
        <span className="tile-head">
          <Icon name={icon} />
          {title}
        </span>
        {under !== undefined && <span className="small">{under}</span>}
        <strong className="figures">
          {count < mostCounted ? number : messages.overview.figures.orMore({ number })}
        </strong>
      </Link>
    </li>
  );
}

/** The same of computers. */
export function waitingComputersStatus(me: Me): "approvable" | "waiting" {
  return reachesOthers(me, "computer.approve") ? "approvable" : "waiting";
}
