/** Makes an administrator a user again, at once: what takes something away needs no second person. */
import type { User } from "@mtoken/protocol/people";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";

export function EndAdministratorDialog({
  user: { id, name, company },
  onClose,
}: {
  user: User;
  onClose(): void;
}) {
  const { title, follows, verb, done } = messages.endAdministrator;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={company} />}
      consequences={[follows]}
      verb={verb}
      reasons={askedReasons.endAdministrator}
      onAct={async (given) => {
        await api.endAdministrator(id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
