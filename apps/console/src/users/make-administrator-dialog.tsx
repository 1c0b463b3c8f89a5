/** Proposes to make a user an administrator: another person has to confirm it. */
import type { User } from "@mtoken/protocol/people";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ProposeDialog } from "../proposals/propose-dialog.tsx";

export function MakeAdministratorDialog({ user: { id, name }, onClose }: { user: User; onClose(): void }) {
  const { title, follows } = messages.makeAdministrator;
  return (
    <ProposeDialog
      title={title({ name })}
      consequences={[follows]}
      onPropose={(given) => api.makeAdministrator(id, given)}
      onClose={onClose}
    />
  );
}
