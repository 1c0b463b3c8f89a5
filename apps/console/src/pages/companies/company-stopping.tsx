/** What stops a company as a whole, each with what it is for; and for one that is stopped, the way on. */
import { Button } from "@mantine/core";
import type { Company } from "@mtoken/protocol/people";
import { useState } from "react";
import { StoppingAct } from "../../acts/stopping-act.tsx";
import { messages } from "../../language/catalogue.ts";
import { Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/section.tsx";
import { useMay } from "../../session/me.tsx";
import { EndDevicesOfCompanyDialog } from "./end-devices-of-company-dialog.tsx";
import { ResumeCompanyDialog } from "./resume-company-dialog.tsx";
import { StopCompanyDialog } from "./stop-company-dialog.tsx";

export function CompanyStopping({ company }: { company: Company }) {
  const [asked, ask] = useState<"stop" | "end">();
  const may = useMay();
  const { companies, endAllDevices, stopCompany } = messages;
  const { id, devices } = company;
  const mayStop =
    company.kind === "client" && company.stopped === null && may("company.stop", { company: id });
  const mayEnd = may("company.end-devices", { company: id }) && devices.active + devices.waiting > 0;
  if (!mayStop && !mayEnd) return null;
  const close = () => ask(undefined);
  return (
    <Section title={companies.stopping}>
      <div className="card stopping-acts">
        {mayStop && (
          <StoppingAct text={stopCompany.text} name={stopCompany.button} onPress={() => ask("stop")} />
        )}
        {mayEnd && (
          <StoppingAct text={companies.endAllText} name={endAllDevices.button} onPress={() => ask("end")} />
        )}
      </div>
      {asked === "stop" && <StopCompanyDialog company={company} onClose={close} />}
      {asked === "end" && <EndDevicesOfCompanyDialog company={company} onClose={close} />}
    </Section>
  );
}

/** That it is stopped, said first of all. */
export function StoppedCompany({ company }: { company: Company }) {
  const [isAsked, ask] = useState(false);
  const may = useMay();
  if (company.stopped === null) return null;
  return (
    <>
      <Notice tone="danger">{messages.resumeCompany.stopped}</Notice>
      {may("company.resume", { company: company.id }) && (
        <p>
          <Button onClick={() => ask(true)}>{messages.resumeCompany.button}</Button>
        </p>
      )}
      {isAsked && <ResumeCompanyDialog company={company} onClose={() => ask(false)} />}
    </>
  );
}
