/** Another policy, or other limits, as they are chosen before they are proposed. */
import { Button } from "@mantine/core";
import { type CompanyPolicy, companyPolicySchema, type PolicyLimits } from "@mtoken/protocol/people";
import { type ReactNode, useState } from "react";
import * as v from "valibot";
import { messages } from "../language/catalogue.ts";
import { Notice } from "../parts/notice.tsx";
import { PolicyFields } from "./policy-fields.tsx";

export interface PolicyFormProps {
  policy: CompanyPolicy;
  /** What they leave to choose from. */
  limits: PolicyLimits;
  onClose(): void;
  /** The dialog that proposes what was chosen. */
  children(wanted: CompanyPolicy, onClose: () => void): ReactNode;
}

export function PolicyForm({ policy, limits, onClose, children }: PolicyFormProps) {
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
      {isAsked && children(wanted, () => ask(false))}
    </form>
  );
}
