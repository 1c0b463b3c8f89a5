/** Computers, as they stand to users: those that wait first, then the newest. */
import {
  type ComputerListQuery,
  computerStatuses,
  type ListedComputer,
  type Page,
} from "@mtoken/protocol/people";
import { api } from "../../api/people-api.ts";
import { AddComputer } from "../../computers/add-computer.tsx";
import { ComputersTable } from "../../computers/computers-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { useCompanyOfAddress } from "../../lists/company-filter.tsx";
import { ListPage } from "../../lists/list-page.tsx";
import { reachesOthers, useMe } from "../../session/me.tsx";

export function ComputersPage() {
  const me = useMe();
  const company = useCompanyOfAddress();
  const { computers: words, devices, users } = messages;
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      actions={reachesOthers(me, "computer.approve") && <AddComputer company={company} />}
      name="computers"
      read={waitingFirst}
      act="computer.read"
      search={{ label: users.search, hint: words.searchHint }}
      counted={({ waiting }) => [waiting.computers]}
      states={{
        values: reachesOthers(me, "computer.approve")
          ? ["approvable", ...computerStatuses]
          : computerStatuses,
        text: (value) => (value === "approvable" ? devices.approvable : words.statuses[value]),
        all: devices.every,
      }}
      empty={{
        icon: "computer",
        none: { title: words.noneTitle, text: words.none },
        notFound: { title: words.notFoundTitle, text: users.notFound },
      }}
    >
      {(items, { busy, ofSeveral }) => (
        <ComputersTable
          items={items}
          of={ofSeveral ? "all" : "company"}
          caption={words.caption}
          busy={busy}
        />
      )}
    </ListPage>
  );
}

/** What waits stands before the first page, and nowhere else. */
async function waitingFirst(query: ComputerListQuery): Promise<Page<ListedComputer>> {
  if (query.status !== undefined) return api.computers(query);
  const { cursor, ...wanted } = query;
  const [waiting, page] = await Promise.all([
    api.computers({ ...wanted, status: "waiting", limit: "100" }),
    api.computers(query),
  ]);
  const first = new Set(waiting.items.map(keyOf));
  return {
    items: [
      ...(cursor === undefined ? waiting.items : []),
      ...page.items.filter((computer) => !first.has(keyOf(computer))),
    ],
    next: page.next,
  };
}

function keyOf({ id, user }: ListedComputer): string {
  return `${id} ${user.id}`;
}
