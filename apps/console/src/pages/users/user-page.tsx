/** One user: phones, invitations, what is known of them, and what stops them. */

import { userIdSchema } from "@mtoken/protocol";
import type { OneUser } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { ComputersOfUser } from "../../computers/computers-of-user.tsx";
import { messages } from "../../language/catalogue.ts";
import { Notice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { useMay } from "../../session/me.tsx";
import { LeadingActs, StoppingActs } from "../../users/user-acts.tsx";
import { UserState } from "../../users/user-state.tsx";
import { Asked, useIdOfAddress } from "../asked.tsx";
import { InvitationsOfUser } from "./invitations-of-user.tsx";
import { PhonesOfUser } from "./phones-of-user.tsx";
import { UserDetails } from "./user-details.tsx";

export function UserPage() {
  const id = useIdOfAddress("user", userIdSchema);
  const asked = useQuery({
    queryKey: ["user", id],
    queryFn: id === undefined ? skipToken : () => api.user(id),
  });
  return <Asked asked={asked}>{(user) => <ShownUser user={user} />}</Asked>;
}

function ShownUser({ user }: { user: OneUser }) {
  const may = useMay();
  const { account, roles, user: words } = messages;
  const about = { company: user.company.id, user: user.id };
  const isThere = user.removed === null;
  const mayStop = (["user.freeze", "device.deactivate", "user.remove"] as const).some((act) =>
    may(act, about),
  );
  return (
    <Page
      title={user.name}
      lead={account.lead({ role: roles[user.role], company: user.company.name })}
      actions={isThere && <LeadingActs user={user} />}
    >
      <div className="section-head">
        <UserState user={user} />
        {may("activity.read", about) && (
          <span className="links">
            <Link href={`/activity?user=${user.id}`}>{words.activity}</Link>
            {user.role !== "user" && <Link href={`/activity?by=${user.id}`}>{words.acts}</Link>}
          </span>
        )}
      </div>
      {user.frozen !== null && <Notice tone="danger">{words.frozen}</Notice>}
      {!isThere && <Notice tone="quiet">{words.removed}</Notice>}
      <PhonesOfUser user={user.id} />
      {isThere && <ComputersOfUser user={user} company={user.company.id} />}
      {may("invitation.read", about) && <InvitationsOfUser user={user} />}
      <UserDetails user={user} />
      {isThere && mayStop && (
        <Section title={words.stopping}>
          <div className="card stopping-acts">
            <StoppingActs user={user} />
          </div>
        </Section>
      )}
    </Page>
  );
}
