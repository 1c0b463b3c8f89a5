/** A company's policy: what holds, what is asked for, and proposing another one. */
import { Button } from "@mantine/core";
import { type CompanyId, companyIdSchema } from "@mtoken/protocol";
import type { CompanyPolicy, PolicyLimits } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Facts } from "../../parts/facts.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { PolicyChanges } from "../../policy/policy-changes.tsx";
import { PolicyForm } from "../../policy/policy-form.tsx";
import { policyLines } from "../../policy/policy-lines.ts";
import { ProposeDialog } from "../../proposals/propose-dialog.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { Asked, useIdOfAddress } from "../asked.tsx";

export function PolicyPage() {
  // Under /policy it is one's own company's.
  const id = useIdOfAddress("company", companyIdSchema, useMe().company.id);
  const asked = useQuery({
    queryKey: ["policy", id],
    queryFn: id === undefined ? skipToken : async () => ({ company: id, ...(await api.policy(id)) }),
  });
  return <Asked asked={asked}>{(stated) => <ShownPolicy {...stated} />}</Asked>;
}

interface ShownPolicyProps {
  company: CompanyId;
  policy: CompanyPolicy;
  limits: PolicyLimits;
  effective: CompanyPolicy;
}

function ShownPolicy({ company, policy, limits, effective }: ShownPolicyProps) {
  const [isChanging, setChanging] = useState(false);
  const may = useMay();
  const { policy: words } = messages;
  const isHeldBack = JSON.stringify(policy) !== JSON.stringify(effective);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        !isChanging &&
        may("policy.change", { company }) && (
          <Button leftSection={<Icon name="pen" />} onClick={() => setChanging(true)}>
            {words.change}
          </Button>
        )
      }
    >
      {isHeldBack && <Notice tone="quiet">{words.heldBack}</Notice>}
      {isChanging ? (
        <PolicyForm policy={policy} limits={limits} onClose={() => setChanging(false)}>
          {(wanted, onClose) => (
            <ProposeDialog
              title={words.proposeTitle}
              consequences={[]}
              onPropose={(given) => api.proposePolicy(company, { policy: wanted, ...given })}
              onClose={onClose}
            >
              <PolicyChanges from={policy} to={wanted} />
            </ProposeDialog>
          )}
        </PolicyForm>
      ) : (
        <div className="card">
          <Facts facts={policyLines(effective)} />
        </div>
      )}
    </Page>
  );
}
