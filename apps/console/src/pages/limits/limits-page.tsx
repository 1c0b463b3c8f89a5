/** The operator's limits to the policies of all companies: what holds, whom it holds back, and proposing others. */
import { Button } from "@mantine/core";
import { type CompanyPolicy, type PolicyLimits, widestLimits } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Facts } from "../../parts/facts.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Page } from "../../parts/page.tsx";
import { limitsAsPolicy, policyAsLimits } from "../../policy/limits-as-policy.ts";
import { LimitsEffect } from "../../policy/limits-effect.tsx";
import { PolicyChanges } from "../../policy/policy-changes.tsx";
import { PolicyForm } from "../../policy/policy-form.tsx";
import { policyLines } from "../../policy/policy-lines.ts";
import { ProposeDialog } from "../../proposals/propose-dialog.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { Asked } from "../asked.tsx";

export function LimitsPage() {
  const asked = useQuery({ queryKey: ["limits"], queryFn: api.limits });
  return <Asked asked={asked}>{({ limits }) => <ShownLimits limits={limits} />}</Asked>;
}

function ShownLimits({ limits }: { limits: PolicyLimits }) {
  const [isChanging, setChanging] = useState(false);
  const me = useMe();
  const may = useMay();
  const words = messages.limits;
  const mayChange = may("limits.change", { company: me.company.id });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        !isChanging &&
        mayChange && (
          <Button leftSection={<Icon name="pen" />} onClick={() => setChanging(true)}>
            {messages.policy.change}
          </Button>
        )
      }
    >
      {isChanging ? (
        <PolicyForm policy={limitsAsPolicy(limits)} limits={widestLimits} onClose={() => setChanging(false)}>
          {(wanted, onClose) => <ProposeLimits {...{ limits, wanted, onClose }} />}
        </PolicyForm>
      ) : (
        <>
          <LimitsEffect limits={limits} />
          <div className="card">
            <Facts facts={policyLines(limits)} />
          </div>
        </>
      )}
    </Page>
  );
}

interface ProposeLimitsProps {
  limits: PolicyLimits;
  wanted: CompanyPolicy;
  onClose(): void;
}

function ProposeLimits({ limits, wanted, onClose }: ProposeLimitsProps) {
  const to = policyAsLimits(wanted);
  return (
    <ProposeDialog
      title={messages.limits.proposeTitle}
      consequences={[messages.proposals.follows.limits]}
      onPropose={(given) => api.proposeLimits({ limits: to, ...given })}
      onClose={onClose}
    >
      <PolicyChanges from={limits} to={to} />
      <LimitsEffect limits={to} />
    </ProposeDialog>
  );
}
