/** What is one's own: the phones, the ways to stop everything or to give all phones up, and how the console looks. */
import { useState } from "react";
import { StoppingAct } from "../../acts/stopping-act.tsx";
import { ComputersOfUser } from "../../computers/computers-of-user.tsx";
import { messages } from "../../language/catalogue.ts";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { AppearanceChoice } from "../../shell/appearance-choice.tsx";
import { EndAllDevicesDialog } from "../../users/end-all-devices-dialog.tsx";
import { FreezeDialog } from "../../users/freeze-dialog.tsx";
import { PhonesOfUser } from "../users/phones-of-user.tsx";

export function AccountPage() {
  const { user, role, company } = useMe();
  const [asked, ask] = useState<"freeze" | "end">();
  const may = useMay();
  const words = messages.account;
  const close = () => ask(undefined);
  const own = { company: company.id, user: user.id };
  return (
    <Page title={words.title} lead={words.lead({ role: messages.roles[role], company: company.name })}>
      <PhonesOfUser user={user.id} title={words.phones} />
      <ComputersOfUser user={user} company={company.id} title={messages.computers.own} />
      {may("user.freeze", own) && (
        <Section title={words.stopTitle}>
          <div className="card">
            <StoppingAct name={words.stop} text={words.stopText} onPress={() => ask("freeze")} />
          </div>
        </Section>
      )}
      {may("device.deactivate", own) && (
        <Section title={words.endAllTitle}>
          <div className="card">
            <StoppingAct
              name={messages.endAllDevices.button}
              text={words.endAllText}
              onPress={() => ask("end")}
            />
          </div>
        </Section>
      )}
      <AppearanceChoice />
      {asked === "freeze" && <FreezeDialog user={user} onClose={close} />}
      {asked === "end" && <EndAllDevicesDialog user={user} onClose={close} />}
    </Page>
  );
}
