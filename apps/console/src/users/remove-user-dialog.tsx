/** Removes a user for good, and goes back to the list. */
import { useLocation } from "wouter";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import type { UserDialogProps } from "./freeze-dialog.tsx";

export function RemoveUserDialog({ user: { id, name, company }, onClose }: UserDialogProps) {
  const [, navigate] = useLocation();
  const { title, follows, verb, done } = messages.removeUser;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={company} />}
      consequences={[follows]}
      verb={verb}
      reasons={askedReasons.removeUser}
      onAct={async (given) => {
        await api.removeUser(id, given);
        navigate("/users");
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
