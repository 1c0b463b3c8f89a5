/** The computers of one user. */
import type { UserId } from "@mtoken/protocol";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ListView } from "../lists/list-view.tsx";
import { Section } from "../parts/section.tsx";
import { ComputersTable } from "./computers-table.tsx";

export interface ComputersOfUserProps {
  user: UserId;
  title?: string;
}

/** More than anybody has. */
const all = "100";

export function ComputersOfUser({ user, title = messages.computers.title }: ComputersOfUserProps) {
  const list = useQuery({
    queryKey: ["computers", { user, limit: all }],
    queryFn: () => api.computers({ user, limit: all }),
  });
  return (
    <Section title={title}>
      <ListView list={list} empty={<p className="quiet">{messages.computers.none}</p>}>
        {(items) => <ComputersTable items={items} of="user" caption={title} />}
      </ListView>
    </Section>
  );
}
