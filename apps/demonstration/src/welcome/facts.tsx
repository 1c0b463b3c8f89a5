/** What a newcomer may want to know besides: the administrator, a real phone, beginning again, what runs where. */
import { Button, Notice } from "@mtoken/look";
import type { Cast } from "../api/cast.ts";
import { InvitationCard } from "./invitation-card.tsx";
import { messages } from "./messages.ts";
import { phoneOf } from "./progress.ts";
import { useInvitation } from "./use-invitation.ts";

export function Facts({ cast }: { cast: Cast }) {
  const { title, real, reset, addresses } = messages.facts;
  const { port } = new URL(cast.phone);
  return (
    <section class="more facts" aria-labelledby="facts-title">
      <h2 id="facts-title">{title}</h2>
      <ul class="cards">
        <li class="card" id="invite-administrator">
          <Administrator cast={cast} />
        </li>
        <li class="card">
          <h3>{reset.title}</h3>
          <p>{reset.text}</p>
          <pre>
            <code>{cast.folder}</code>
          </pre>
          <p>{reset.phone}</p>
        </li>
        <li class="card">
          <h3>{real.title}</h3>
          <p>{real.text}</p>
          <p>{real.earnest}</p>
          <p>{real.cable}</p>
          <pre>
            <code>{`adb reverse tcp:${port} tcp:${port}`}</code>
          </pre>
        </li>
        <li class="card">
          <h3>{addresses.title}</h3>
          <p>{addresses.text}</p>
          <dl class="addresses">
            {(["phone", "signIn", "portal"] as const).map((name) => (
              <div key={name}>
                <dt>{addresses[name]}</dt>
                <dd class="code small">{new URL(cast[name]).origin}</dd>
              </div>
            ))}
          </dl>
        </li>
      </ul>
    </section>
  );
}

function Administrator({ cast }: { cast: Cast }) {
  const texts = messages.facts.administrator;
  const used = phoneOf(cast, "administrator");
  const { invitation, problem, working, invite } = useInvitation({
    person: "administrator",
    opensPhone: false,
    used,
    afterwards: () => {},
  });
  return (
    <>
      <h3>{texts.title}</h3>
      <p>{texts.text}</p>
      {invitation !== undefined && <InvitationCard invitation={invitation} />}
      {problem !== undefined && (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
      {invitation === undefined && (
        <p class="actions">
          <Button icon="user" disabled={working} onPress={invite}>
            {texts.go}
          </Button>
        </p>
      )}
    </>
  );
}
