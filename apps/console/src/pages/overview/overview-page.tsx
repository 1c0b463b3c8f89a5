/** What waits for who is signed in. Who has nothing to oversee is led to what is their own. */
import type { Overview } from "@mtoken/protocol/people";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Redirect } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { NewsBar } from "../../news/news-bar.tsx";
import type { Counts } from "../../news/news-since.ts";
import { useOverview } from "../../news/use-overview.ts";
import { Empty } from "../../parts/empty.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { reachesOthers, useMe } from "../../session/me.tsx";
import { EndingInvitations } from "./ending-invitations.tsx";
import { Figures, waitingComputersStatus, waitingStatus } from "./figures.tsx";
import { Month } from "./month.tsx";
import { StoppedUsers } from "./stopped-users.tsx";
import { WaitingComputers } from "./waiting-computers.tsx";
import { WaitingPhones } from "./waiting-phones.tsx";

const few = "5";
const most = "100";

export function OverviewPage() {
  const me = useMe();
  return reachesOthers(me, "user.read") ? (
    <Waiting name={me.user.name} />
  ) : (
    <Redirect to="/account" replace />
  );
}

function Waiting({ name }: { name: string }) {
  const me = useMe();
  const waiting = { status: waitingStatus(me), limit: few };
  const phones = useQuery({
    queryKey: ["devices", waiting],
    queryFn: () => api.devices(waiting),
  });
  const ending = useQuery({
    queryKey: ["users", { status: "ending", limit: most }],
    queryFn: () => api.users({ status: "ending", limit: most }),
  });
  const stopped = useQuery({
    queryKey: ["users", { status: "frozen", limit: few }],
    queryFn: () => api.users({ status: "frozen", limit: few }),
  });
  const waitingComputers = { status: waitingComputersStatus(me), limit: "20" };
  const computers = useQuery({
    queryKey: ["computers", waitingComputers],
    queryFn: () => api.computers(waitingComputers),
  });
  const overview = useOverview();
  const client = useQueryClient();
  const lists = [phones, ending, stopped, computers];
  // A figure that could not be renewed stays as it was.
  const unread = overview.data === undefined ? [...lists, overview] : lists;
  const error = unread.map((list) => list.error).find((one) => one !== null);
  const words = messages.overview;
  const body = () => {
    if (error !== undefined) {
      return <Problem error={error} onAgain={() => void Promise.all(unread.map((list) => list.refetch()))} />;
    }
    if (!phones.data || !ending.data || !stopped.data) return <Loading lines={8} />;
    if (!computers.data || !overview.data) return <Loading lines={8} />;
    const lengths = [phones.data.items, ending.data.items, stopped.data.items, computers.data.items];
    const { days, waiting: counts } = overview.data;
    const others = (counts.proposals ?? 0) + (counts.deliveries ?? 0) + (counts.invitations_undelivered ?? 0);
    const isQuiet = others === 0 && lengths.every(({ length }) => length === 0);
    return (
      <>
        <Figures overview={overview.data} />
        <NewsBar
          counted={countListed}
          readAt={Math.max(...lists.map(({ dataUpdatedAt }) => dataUpdatedAt))}
          onShow={() => void client.invalidateQueries()}
        />
        {isQuiet && (
          <Empty icon="check" title={words.nothingTitle}>
            {words.nothing}
          </Empty>
        )}
        <WaitingPhones page={phones.data} />
        <WaitingComputers page={computers.data} />
        <EndingInvitations page={ending.data} count={overview.data.waiting.invitations_ending ?? 0} />
        <StoppedUsers page={stopped.data} />
        {days !== null && <Month days={days} />}
      </>
    );
  };
  return (
    <Page title={words.title} lead={words.lead({ name })}>
      {body()}
    </Page>
  );
}

/** What the lists beneath the figures are of. */
function countListed({ waiting, odd }: Overview): Counts {
  return [waiting.devices, waiting.computers, waiting.invitations_ending, odd.frozen];
}
