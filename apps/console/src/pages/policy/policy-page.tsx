/** A company's policy: what holds, what is asked for, and proposing another one. */
import { Button } from "@mantine/core";
import { companyIdSchema } from "@mtoken/protocol";
import { type CompanyPolicy, companyPolicySchema, type PolicyLimits } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as v from "valibot";
import { useLocation, useParams } from "wouter";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { NoteField, noted } from "../../acts/note-field.tsx";
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
import { PolicyFields } from "../../policy/policy-fields.tsx";
import { policyLines } from "../../policy/policy-lines.ts";
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
        <ChangePolicy {...{ company, policy, limits }} onClose={() => setChanging(false)} />
      ) : (
        <div className="card">
          <Facts facts={policyLines(effective)} />
        </div>
      )}
    </Page>
  );
}

interface ChangePolicyProps {
  company: CompanyId;
  policy: CompanyPolicy;
  limits: PolicyLimits;
  onClose(): void;
}

function ChangePolicy({ company, policy, limits, onClose }: ChangePolicyProps) {
  const [wanted, want] = useState(policy);
  const [isAsked, ask] = useState(false);
  const { policy: words } = messages;
  const isWhole = v.is(companyPolicySchema, wanted);
  const isNew = JSON.stringify(wanted) !== JSON.stringify(policy);
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && isNew) ask(true);
      }}
    >
      <PolicyFields policy={wanted} limits={limits} onChange={want} />
      {!isWhole && (
        <Notice tone="warn" alert>
          {words.notWhole}
        </Notice>
      )}
      <div className="dialog-buttons">
        <Button variant="default" onClick={onClose}>
          {messages.cancel}
        </Button>
        <Button type="submit" disabled={!isWhole || !isNew}>
          {words.propose}
        </Button>
      </div>
      {isAsked && <ProposeDialog {...{ company, policy, wanted }} onClose={() => ask(false)} />}
    </form>
  );
}

interface ProposeDialogProps {
  company: CompanyId;
  policy: CompanyPolicy;
  wanted: CompanyPolicy;
  onClose(): void;
}

function ProposeDialog({ company, policy, wanted, onClose }: ProposeDialogProps) {
  const [note, setNote] = useState("");
  const [, navigate] = useLocation();
  const { policy: words } = messages;
  return (
    <ActDialog
      title={words.proposeTitle}
      consequences={[words.follows]}
      verb={words.propose}
      tone="accent"
      onAct={async () => {
        const { proposal } = await api.proposePolicy(company, { policy: wanted, ...noted(note) });
        navigate(`/proposals/${proposal}`);
        return messages.proposals.proposed;
      }}
      onClose={onClose}
    >
      <PolicyChanges from={policy} to={wanted} />
      <NoteField value={note} onChange={setNote} />
    </ActDialog>
  );
}
