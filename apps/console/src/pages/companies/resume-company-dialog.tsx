/** Proposes to let a stopped company go on: another person has to confirm it. */
import type { Company } from "@mtoken/protocol/people";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { ProposeDialog } from "../../proposals/propose-dialog.tsx";

export interface ResumeCompanyDialogProps {
  company: Company;
  onClose(): void;
}

export function ResumeCompanyDialog({ company: { id, name }, onClose }: ResumeCompanyDialogProps) {
  return (
    <ProposeDialog
      title={messages.resumeCompany.title({ name })}
      consequences={[messages.proposals.follows.company]}
      onPropose={(given) => api.resumeCompany(id, given)}
      onClose={onClose}
    />
  );
}
