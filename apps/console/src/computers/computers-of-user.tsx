/** The computers of one user. */
import type { CompanyId, UserId } from "@mtoken/protocol";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ListView } from "../lists/list-view.tsx";
import { Section } from "../parts/section.tsx";
import { useMay } from "../session/me.tsx";
import { AddComputer } from "./add-computer.tsx";
import { ComputersTable } from "./computers-table.tsx";

export interface ComputersOfUserProps {
  user: { id: UserId; name: string };
  company: CompanyId;
  title?: string;
}

/** More than anybody has. */
const all = "100";

export function ComputersOfUser({ user, company, title = messages.computers.title }: ComputersOfUserProps) {
  const may = useMay();
  const list = useQuery({
    queryKey: ["computers", { user: user.id, limit: all }],
    queryFn: () => api.computers({ user: user.id, limit: all }),
  });
  return (
    <Section
      title={title}
      actions={may("computer.approve", { company, user: user.id }) && <AddComputer user={user} />}
    >
      <ListView list={list} empty={<p className="quiet">{messages.computers.none}</p>}>
        {(items) => <ComputersTable items={items} of="user" caption={title} />}
      </ListView>
    </Section>
  );
}
