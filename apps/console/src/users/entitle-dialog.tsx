/** What of the app a user has besides mToken itself; the bank names the company's request. */
import { appFunctions } from "@mtoken/protocol";
import type { User } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMe } from "../session/me.tsx";
import { FunctionsField } from "./functions-field.tsx";
import { ReferenceField, referenceIn } from "./reference-field.tsx";

export function EntitleDialog({ user, onClose }: { user: User; onClose(): void }) {
  const me = useMe();
  const [isWhole, setWhole] = useState(user.functions.length > 0);
  const [reference, setReference] = useState("");
  const words = messages.entitle;
  const isOthers = me.company.id !== user.company.id;
  return (
    <ActDialog
      title={words.title({ name: user.name })}
      consequences={[words.follows]}
      verb={words.verb}
      tone="accent"
      onAct={async () => {
        await api.entitleUser(user.id, {
          functions: isWhole ? [...appFunctions] : [],
          ...referenceIn(reference),
        });
        return words.done({ name: user.name });
      }}
      onClose={onClose}
    >
      <FunctionsField autoFocus isWhole={isWhole} onChange={setWhole} />
      {isOthers && <ReferenceField value={reference} onChange={setReference} />}
    </ActDialog>
  );
}
