/** Lets a user go on who was stopped. */
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import type { UserDialogProps } from "./freeze-dialog.tsx";

export function UnfreezeDialog({ user: { id, name }, reason = "mistake", onClose }: UserDialogProps) {
  const { title, follows, verb, done } = messages.unfreeze;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[follows]}
      verb={verb}
      tone="accent"
      reason={reason}
      onAct={async (given) => {
        await api.unfreezeUser(id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
