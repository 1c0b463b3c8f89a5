/** Stops all sign-ins and signatures of a user, whoever opened them. */
import type { UserId } from "@mtoken/protocol";
import { ActDialog } from "../acts/act-dialog.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMe } from "../session/me.tsx";

export interface UserDialogProps {
  user: { id: UserId; name: string };
  onClose(): void;
}

export function FreezeDialog({ user: { id, name }, onClose }: UserDialogProps) {
  const me = useMe();
  const { title, follows, own, verb, done } = messages.freeze;
  return (
    <ActDialog
      title={title({ name })}
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
