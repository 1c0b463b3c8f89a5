/** Refuses a computer that waits, makes a known one unknown to its user, or allows one again that was refused. */
import type { ListedComputer } from "@mtoken/protocol/people";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { computerName } from "./computer-name.ts";

const reasonsOf = {
  refuse: askedReasons.refuseComputer,
  revoke: askedReasons.revokeComputer,
  allow: askedReasons.allowComputer,
};

export interface StopComputerDialogProps {
  computer: ListedComputer;
  act: "refuse" | "revoke" | "allow";
  onClose(): void;
}

export function StopComputerDialog({ computer, act, onClose }: StopComputerDialogProps) {
  const { title, follows, verb, done } = messages.computers[act];
  const { id, user, company, description } = computer;
  const named = { name: user.name, computer: computerName(description) };
  return (
    <ActDialog
      title={title(named)}
      subject={<ActSubject company={company} />}
      consequences={[follows]}
      verb={verb}
      tone={act === "allow" ? "accent" : "danger"}
      reasons={reasonsOf[act]}
      onAct={async (given) => {
        await api.decideComputer(act, id, { user: user.id, ...given });
        return done(named);
      }}
      onClose={onClose}
    />
  );
}
