/** Mails and push messages that could not be delivered: for whom, why, and the way to try again. */
import { Button } from "@mantine/core";
import { type Delivery, deliveryStatuses } from "@mtoken/protocol/people";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { kindText } from "../../activity/kinds.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { type Column, none } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { reachesOthers, useMe } from "../../session/me.tsx";
import { useTell } from "../../shell/tell.tsx";
import { failureOf } from "./failure-of.ts";

export function DeliveriesPage() {
  const mayRetry = reachesOthers(useMe(), "delivery.retry");
  const words = messages.deliveries;
  return (
    <TablePage
      title={words.title}
      lead={words.lead}
      name="deliveries"
      read={api.deliveries}
      counted={({ waiting }) => [waiting.deliveries]}
      states={{ values: deliveryStatuses, text: (value) => words.statuses[value], usual: "dead" }}
      empty={{ icon: "check", none: { title: words.noneTitle, text: words.none } }}
      caption={words.title}
      columns={({ items }) => columnsFor(mayRetry && items.some(({ status }) => status === "dead"))}
    />
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
    { title: words.failure, cell: ({ failure }) => (failure === null ? none : <Failure answer={failure} />) },
    { title: words.attempts, figures: true, cell: ({ attempts }) => attempts },
    { title: words.created, cell: ({ created }) => <Moment at={created} /> },
    ...(mayRetry
      ? [{ title: facts.actions, acts: true, cell: (delivery: Delivery) => <Retry delivery={delivery} /> }]
      : []),
  ];
}

/** In words, with what was really answered beneath, for who looks after the servers. */
function Failure({ answer }: { answer: string }) {
  const { failures } = messages.deliveries;
  return (
    <>
      {failures[failureOf(answer)]}
      <span className="under">
        <bdi dir="ltr">{answer}</bdi>
      </span>
    </>
  );
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
