/** What is one's own: the phones, the way to stop everything, and how the console looks. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { ComputersOfUser } from "../../computers/computers-of-user.tsx";
import { messages } from "../../language/catalogue.ts";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { AppearanceChoice } from "../../shell/appearance-choice.tsx";
import { FreezeDialog } from "../../users/freeze-dialog.tsx";
import { PhonesOfUser } from "../users/phones-of-user.tsx";

export function AccountPage() {
  const { user, role, company } = useMe();
  const [isAsked, ask] = useState(false);
  const may = useMay();
  const words = messages.account;
  return (
    <Page title={words.title} lead={words.lead({ role: messages.roles[role], company: company.name })}>
      <PhonesOfUser user={user.id} title={words.phones} />
      <ComputersOfUser user={user} company={company.id} title={messages.computers.own} />
      {may("user.freeze", { company: company.id, user: user.id }) && (
        <Section title={words.stopTitle}>
          <div className="card stopping">
            <p>{words.stopText}</p>
            <Button variant="outline" color="danger" onClick={() => ask(true)}>
              {words.stop}
            </Button>
          </div>
        </Section>
      )}
      <AppearanceChoice />
      {isAsked && <FreezeDialog user={user} onClose={() => ask(false)} />}
    </Page>
  );
}
