/** Revokes an identity key. */
import type { ListedIdentityKey } from "@mtoken/protocol/people";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { askedReasons } from "../../acts/asked-reasons.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";

export function RevokeKeyDialog({ revoked, onClose }: { revoked: ListedIdentityKey; onClose(): void }) {
  const { revokeTitle, follows, phones, verb, done } = messages.keys;
  const { key } = revoked;
  return (
    <ActDialog
      title={revokeTitle({ key })}
      consequences={[follows, phones]}
      verb={verb}
      reasons={askedReasons.revokeKey}
      onAct={async (given) => {
        await api.revokeKey(key, given);
        return done({ key });
      }}
      onClose={onClose}
    />
  );
}
