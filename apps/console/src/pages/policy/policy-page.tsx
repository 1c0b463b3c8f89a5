/** A company's policy: what holds, what is asked for, and proposing another one. */
import { Button } from "@mantine/core";
import { companyIdSchema } from "@mtoken/protocol";
import type { CompanyPolicy, PolicyLimits } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as v from "valibot";
import { useParams } from "wouter";
import { codeOf } from "../../api/console-error.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Facts } from "../../parts/facts.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { PolicyChanges } from "../../policy/policy-changes.tsx";
import { PolicyForm } from "../../policy/policy-form.tsx";
import { policyLines } from "../../policy/policy-lines.ts";
import { ProposeDialog } from "../../proposals/propose-dialog.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { NotFoundPage } from "../not-found-page.tsx";

type CompanyId = v.InferOutput<typeof companyIdSchema>;

export function PolicyPage() {
  const me = useMe();
  // Under /policy it is one's own company's.
  const named = v.safeParse(companyIdSchema, useParams()["company"] ?? me.company.id);
  const id = named.success ? named.output : undefined;
  const { data, error, refetch } = useQuery({
    queryKey: ["policy", id],
    queryFn: () => (id === undefined ? Promise.reject(new TypeError("no company")) : api.policy(id)),
    enabled: id !== undefined,
  });
  if (id === undefined || (error !== null && codeOf(error) === "not_found")) return <NotFoundPage />;
  if (error !== null) return <Problem error={error} onAgain={() => void refetch()} />;
  return data === undefined ? <Loading /> : <ShownPolicy company={id} {...data} />;
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
