/**
 * The fast path of helpdesk and administrators: one field that finds a user or a phone by whatever is known, and two presses from a hit
 * to the end of it.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { useListAddress } from "../../lists/list-address.ts";
import { SearchField } from "../../lists/search-field.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Hit } from "./hit.tsx";

const shortest = 2;
const mostHits = "8";

export function EmergencyPage() {
  const address = useListAddress();
  const words = messages.emergency;
  return (
    <Page title={words.title} lead={words.lead} ownFocus>
      <search className="filters">
        <SearchField
          autoFocus
          label={words.search}
          hint={words.searchHint}
          value={address.query}
          onSearch={(query) => address.set({ query })}
        />
      </search>
      {address.query.length < shortest ? (
        <Empty icon="search" title={words.begin}>
          {words.beginText}
        </Empty>
      ) : (
        <Hits query={address.query} />
      )}
    </Page>
  );
}

/** Users and phones are found by the same words, and asked for at once. */
function Hits({ query }: { query: string }) {
  const users = useQuery({
    queryKey: ["users", { query, limit: mostHits }],
    queryFn: () => api.users({ query, limit: mostHits }),
    placeholderData: keepPreviousData,
  });
  const devices = useQuery({
    queryKey: ["devices", { query, limit: "100" }],
    queryFn: () => api.devices({ query, limit: "100" }),
    placeholderData: keepPreviousData,
  });
  const error = users.error ?? devices.error;
  if (error !== null) {
    return (
      <Problem
        error={error}
        onAgain={() => {
          void users.refetch();
          void devices.refetch();
        }}
      />
    );
  }
  if (users.data === undefined || devices.data === undefined) return <Loading />;
  const found = devices.data.items;
  const { notFoundTitle } = messages.users;
  if (users.data.items.length === 0)
    return (
      <Empty icon="search" title={notFoundTitle}>
        {messages.emergency.notFound}
      </Empty>
    );
  return (
    <div className="hits" aria-live="polite" data-busy={users.isPlaceholderData || undefined}>
      {users.data.items.map((user) => (
        <Hit key={user.id} user={user} devices={found.filter((device) => device.user.id === user.id)} />
      ))}
      {users.data.next !== null && <p className="quiet">{messages.emergency.more}</p>}
    </div>
  );
}
