/** Mails and push messages that could not be delivered: for whom, why, and the way to try again. */
import { Button, NativeSelect } from "@mantine/core";
import { type Delivery, type DeliveryListQuery, deliveryStatuses } from "@mtoken/protocol/people";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { kindText } from "../../activity/kinds.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { type Column, DataTable } from "../../lists/data-table.tsx";
import { useListAddress } from "../../lists/list-address.ts";
import { ListView } from "../../lists/list-view.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { reachesOthers, useMe } from "../../session/me.tsx";
import { useTell } from "../../shell/tell.tsx";

export function DeliveriesPage() {
  const me = useMe();
  const address = useListAddress();
  const status = address.filter("status", deliveryStatuses) ?? "dead";
  const query: DeliveryListQuery = {
    status,
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: ["deliveries", query],
    queryFn: () => api.deliveries(query),
    placeholderData: keepPreviousData,
  });
  const words = messages.deliveries;
  const mayRetry = status === "dead" && reachesOthers(me, "delivery.retry");
  return (
    <Page title={words.title} lead={words.lead}>
      <search className="filters">
        <NativeSelect
          label={messages.users.show}
          value={status}
          data={deliveryStatuses.map((value) => ({ value, label: words.statuses[value] }))}
          onChange={({ currentTarget }) => address.set({ status: currentTarget.value })}
        />
      </search>
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon="check" title={words.noneTitle}>
            {words.none}
          </Empty>
        }
      >
        {(items, busy) => (
          <DataTable
            caption={words.title}
            columns={columnsFor(mayRetry)}
            items={items}
            keyOf={({ id }) => id}
            busy={busy}
          />
        )}
      </ListView>
    </Page>
  );
}

function columnsFor(mayRetry: boolean): Column<Delivery>[] {
  const { deliveries: words, facts } = messages;
  return [
    {
      title: facts.user,
      heads: true,
      cell: ({ user, company }) => (
        <>
          <Link href={`/users/${user.id}`}>{user.name}</Link>
          <span className="under">{company.name}</span>
        </>
      ),
    },
    {
      title: words.what,
      cell: ({ channel, about }) => (
        <>
          {words.channels[channel]}
          <span className="under">{aboutText(about)}</span>
        </>
      ),
    },
    { title: words.failure, cell: ({ failure }) => failure ?? "—" },
    { title: words.attempts, figures: true, cell: ({ attempts }) => attempts },
    { title: words.created, cell: ({ created }) => <Moment at={created} /> },
    ...(mayRetry
      ? [{ title: facts.actions, acts: true, cell: (delivery: Delivery) => <Retry delivery={delivery} /> }]
      : []),
  ];
}

/** Notices have names of their own for some things, and those of the log for others. */
function aboutText(about: string): string {
  const { abouts } = messages.deliveries;
  const key = about.replace(".", "_");
  return Object.hasOwn(abouts, key) ? abouts[key as keyof typeof abouts] : kindText(about);
}

function Retry({ delivery }: { delivery: Delivery }) {
  const tell = useTell();
  const client = useQueryClient();
  const words = messages.deliveries;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.retryDelivery(delivery.id),
    onSuccess: () => tell(words.retried({ name: delivery.user.name })),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <>
      <Button size="xs" variant="default" loading={isPending} onClick={() => mutate()}>
        {words.retry}
      </Button>
      {error !== null && <Problem error={error} />}
    </>
  );
}
