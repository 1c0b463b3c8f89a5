/** Lets a user go on who was stopped. */
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import type { UserDialogProps } from "./freeze-dialog.tsx";

export function UnfreezeDialog({ user: { id, name, company }, onClose }: UserDialogProps) {
  const { title, follows, verb, done } = messages.unfreeze;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={company} />}
      consequences={[follows]}
      verb={verb}
      tone="accent"
      reasons={askedReasons.unfreeze}
      onAct={async (given) => {
        await api.unfreezeUser(id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
