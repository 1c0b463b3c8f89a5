/** Changes a user's name, mail address or language: only what is different goes to the server. */
import type { ChangedUser, User } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { type TypedUser, UserFields } from "./user-fields.tsx";

export function ChangeUserDialog({ user, onClose }: { user: User; onClose(): void }) {
  const [typed, setTyped] = useState<TypedUser>({
    name: user.name,
    mail: user.mail ?? "",
    language: user.language ?? "",
  });
  const { title, verb, done, nothing } = messages.changeUser;
  return (
    <ActDialog
      title={title({ name: user.name })}
      consequences={[]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        const changes = changesOf(user, typed);
        if (Object.keys(changes).length === 0) return nothing;
        await api.changeUser(user.id, changes);
        return done;
      }}
      onClose={onClose}
    >
      <UserFields typed={typed} onChange={setTyped} />
    </ActDialog>
  );
}

/** What was emptied is taken away. */
function changesOf(user: User, typed: TypedUser): ChangedUser {
  const name = typed.name.trim();
  const mail = typed.mail.trim() || null;
  const language = typed.language || null;
  return {
    ...(name !== user.name && { name }),
    ...(mail !== user.mail && { mail }),
    ...(language !== user.language && { language }),
  };
}
