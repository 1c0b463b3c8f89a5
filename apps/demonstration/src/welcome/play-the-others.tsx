/** The other people of the demonstration: the company's administrator and the bank's, each with a phone for the asking. */
import { Button, Notice } from "@mtoken/look";
import type { Cast, Person } from "../api/cast.ts";
import { InvitationCard } from "./invitation-card.tsx";
import { messages } from "./messages.ts";
import { phoneOf } from "./progress.ts";
import { useInvitation } from "./use-invitation.ts";

const others = ["administrator", "helpdesk", "officer", "secondOfficer", "auditor"] as const;

export function PlayTheOthers({ cast }: { cast: Cast }) {
  const texts = messages.others;
  return (
    <section class="more others" aria-labelledby="others-title">
      <h2 id="others-title">{texts.title}</h2>
      <p class="lead">{texts.lead}</p>
      <ul class="cards">
        {texts.stories.map(({ title, text }) => (
          <li class="card" key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <ul class="card people">
        {others.map((person) => (
          <li key={person} id={`invite-${person}`}>
            <OtherPerson cast={cast} person={person} />
          </li>
        ))}
      </ul>
      <p class="actions">
        <a class="button" href={cast.console} target="_blank" rel="noreferrer">
          {messages.more.console.go}
        </a>
      </p>
    </section>
  );
}

function OtherPerson({ cast, person }: { cast: Cast; person: Exclude<Person, "user"> }) {
  const texts = messages.others;
  const { name, role } = texts.people[person];
  const used = phoneOf(cast, person);
  const { invitation, problem, working, invite } = useInvitation({
    ...{ person, used, opensPhone: false },
    afterwards: () => {},
  });
  const status = used?.status ?? "none";
  return (
    <>
      <div class="person">
        <p>
          <strong>{name}</strong>
          <span class="quiet small">{role}</span>
        </p>
        <span class={`chip ${status === "active" ? "good" : ""}`}>{messages.now.phones[status]}</span>
        {invitation === undefined && (
          <Button icon="user" disabled={working} onPress={invite}>
            {texts.go(name.split(" ")[0] ?? name)}
          </Button>
        )}
      </div>
      {invitation !== undefined && (
        <>
          <InvitationCard invitation={invitation} />
          <ol class="steps">
            {texts.invited.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
        </>
      )}
      {problem !== undefined && (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
    </>
  );
}
