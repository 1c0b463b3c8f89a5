/**
 * Adds a computer to a user by the control code that its own page showed when it was turned away. Under the policy that lets nobody sign in
 * on unknown computers this is how one becomes known, the first one too (docs/console-api.md).
 */
import type { UserId } from "@mtoken/protocol";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ConsoleError, codeOf } from "../api/console-error.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ControlCodeField, wholeCode } from "../parts/control-code-field.tsx";

export interface AddComputerDialogProps {
  user: { id: UserId; name: string };
  onClose(): void;
}

export function AddComputerDialog({ user: { id, name }, onClose }: AddComputerDialogProps) {
  const [code, setCode] = useState("");
  const { title, begin, look, verb, done } = messages.computers.add;
  const { compare, field } = messages.computers.approve;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[begin({ name }), look, compare]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        await api.addComputer(id, { fingerprint: wholeCode(code) }).catch(ofNewComputer);
        return done({ name });
      }}
      onClose={onClose}
    >
      <ControlCodeField label={field} value={code} onChange={setCode} />
    </ActDialog>
  );
}

/** What the server's codes mean where nothing waits. */
function ofNewComputer(error: unknown): never {
  switch (codeOf(error)) {
    case "wrong_fingerprint":
      throw new ConsoleError("no-such-computer", { cause: error });
    case "already_decided":
      throw new ConsoleError("computer-known", { cause: error });
    default:
      throw error;
  }
}
