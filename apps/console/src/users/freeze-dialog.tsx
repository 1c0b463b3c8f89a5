/** Stops all sign-ins and signatures of a user, whoever opened them. */
import type { UserId } from "@mtoken/protocol";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMe } from "../session/me.tsx";

export interface UserDialogProps {
  /** One’s own company is known to oneself. */
  user: { id: UserId; name: string; company?: { name: string } };
  onClose(): void;
}

export function FreezeDialog({ user: { id, name, company }, onClose }: UserDialogProps) {
  const me = useMe();
  const { title, follows, own, verb, done } = messages.freeze;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={company} />}
      consequences={id === me.user.id ? [follows, own] : [follows]}
      verb={verb}
      reasons={askedReasons.freeze}
      onAct={async (given) => {
        await api.freezeUser(id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
