/** The phones of who is made an administrator: a second person compares their control codes, and sees who stands behind each. */
import type { ProposalPhone } from "@mtoken/protocol/people";
import { actorText } from "../activity/event-text.ts";
import { messages } from "../language/catalogue.ts";
import { ControlCode } from "../parts/control-code.tsx";
import { Facts } from "../parts/facts.tsx";
import { momentOr } from "../parts/moment.tsx";
import { Section } from "../parts/section.tsx";

export function ProposalPhones({ phones }: { phones: readonly ProposalPhone[] }) {
  const { proposals: words, facts, activity } = messages;
  return (
    <Section title={messages.devices.title}>
      <p>{words.comparePhones}</p>
      {phones.map(({ id, fingerprint, activated, invited_by, approved_by }) => (
        <div className="card" key={id}>
          <Facts
            facts={[
              {
                name: facts.controlCode,
                value: fingerprint === null ? facts.none : <ControlCode code={fingerprint} />,
              },
              { name: facts.activated, value: momentOr(activated, facts.never) },
              {
                name: words.invitedBy,
                value: actorText({ by: invited_by }) ?? activity.ways["command-line"],
              },
              { name: words.approvedBy, value: actorText({ by: approved_by }) ?? facts.none },
            ]}
          />
        </div>
      ))}
    </Section>
  );
}
