/** One proposal: what would come of it, or has, who asks for it and why, and what a second person does about it. */
import { Button } from "@mantine/core";
import { proposalIdSchema } from "@mtoken/protocol";
import type { Proposal } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { actorText } from "../../activity/event-text.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { MailAddress } from "../../parts/mail-address.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { PolicyChanges } from "../../policy/policy-changes.tsx";
import { DecideDialog, type Decision } from "../../proposals/decide-dialog.tsx";
import { ProposalPhones } from "../../proposals/proposal-phones.tsx";
import { ProposalStatusChip } from "../../proposals/proposal-status.tsx";
import { proposalTitle } from "../../proposals/proposal-title.ts";
import { standingOf } from "../../proposals/standing.ts";
import { useMe } from "../../session/me.tsx";
import { Asked, useIdOfAddress } from "../asked.tsx";

export function ProposalPage() {
  const id = useIdOfAddress("proposal", proposalIdSchema);
  const asked = useQuery({
    queryKey: ["proposal", id],
    queryFn: id === undefined ? skipToken : () => api.proposal(id),
  });
  return <Asked asked={asked}>{(proposal) => <ShownProposal proposal={proposal} />}</Asked>;
}

function ShownProposal({ proposal }: { proposal: Proposal }) {
  const [asked, ask] = useState<Decision>();
  const me = useMe();
  const { proposals: words } = messages;
  const { proposed, status, may, behind, by, unconfirmable, phones } = proposal;
  const whyNot = () => {
    if (unconfirmable) return phones.length > 0 ? words.nobodyComparesPhones : words.nobodyConfirms;
    if (by.id === me.user.id) return words.ownWaits;
    return behind ? words.behindPhones : words.othersDecide;
  };
  return (
    <Page title={proposalTitle(proposed)} lead={words.ofCompany({ company: proposal.company.name })}>
      <p>
        <ProposalStatusChip status={status} />
      </p>
      {status === "open" && !may.decide && (
        <Notice tone={unconfirmable ? "warn" : "quiet"}>{whyNot()}</Notice>
      )}
      <Section title={words.whatFollows[standingOf(status)]}>
        <div className="card">
          <Consequences proposal={proposal} />
        </div>
      </Section>
      {proposal.phones.length > 0 && <ProposalPhones phones={proposal.phones} />}
      <Section title={words.course}>
        <div className="card">
          <Facts facts={courseOf(proposal)} />
        </div>
      </Section>
      {(may.decide || may.withdraw) && (
        <div className="dialog-buttons">
          {may.withdraw && (
            <Button variant="default" onClick={() => ask("withdraw")}>
              {words.decide.withdraw.button}
            </Button>
          )}
          {may.decide && (
            <>
              <Button variant="outline" color="danger" onClick={() => ask("reject")}>
                {words.decide.reject.button}
              </Button>
              <Button onClick={() => ask("confirm")}>{words.decide.confirm.button}</Button>
            </>
          )}
        </div>
      )}
      {asked !== undefined && (
        <DecideDialog proposal={proposal} decision={asked} onClose={() => ask(undefined)} />
      )}
    </Page>
  );
}

/** What was proposed against what was there then: nothing else is to be looked up. */
function Consequences({ proposal: { proposed, status } }: { proposal: Proposal }) {
  const { proposals: words, facts, roles } = messages;
  switch (proposed.kind) {
    case "administrator.make":
      return (
        <>
          <p>{words.follows.administrator}</p>
          <p>
            <Link href={`/users/${proposed.user.id}`}>{proposed.user.name}</Link>
          </p>
        </>
      );
    case "policy.change":
    case "limits.change":
      return (
        <>
          <p>{words.follows[proposed.kind === "policy.change" ? "policy" : "limits"]}</p>
          <PolicyChanges from={proposed.from} to={proposed.to} standing={standingOf(status)} />
        </>
      );
    case "company.resume":
      return (
        <>
          <p>{words.follows.company}</p>
          <Facts facts={[{ name: facts.stoppedSince, value: <Moment at={proposed.stopped} /> }]} />
        </>
      );
    case "staff.create":
      return (
        <>
          <p>{words.follows.staff}</p>
          <Facts
            facts={[
              { name: facts.user, value: proposed.name },
              { name: facts.role, value: roles[proposed.role] },
              { name: facts.mail, value: <MailAddress address={proposed.mail} /> },
            ]}
          />
        </>
      );
    case "operator-keys.rotate":
      return (
        <>
          <p>{words.follows.key}</p>
          <Facts
            facts={[
              {
                name: words.begins,
                value: proposed.begins === null ? words.atOnce : <Moment at={proposed.begins} />,
              },
            ]}
          />
        </>
      );
  }
}

function courseOf({ by, note, created, expires, status, decided }: Proposal): Fact[] {
  const { proposals: words, facts } = messages;
  return [
    { name: words.by, value: actorText({ by }) ?? facts.none },
    { name: words.note, value: note ?? facts.none },
    { name: words.created, value: <Moment at={created} /> },
    ...(status === "open" ? [{ name: words.expires, value: <Moment at={expires} /> }] : []),
    ...(decided === null
      ? []
      : [
          { name: words.decidedBy, value: actorText(decided) ?? facts.none },
          { name: words.decidedAt, value: <Moment at={decided.at} /> },
          { name: words.decidedNote, value: decided.note ?? facts.none },
        ]),
  ];
}
