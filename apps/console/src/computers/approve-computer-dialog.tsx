/**
 * Lets a user use a computer that waits. The code is not shown here: who approves types what they read at the computer itself, so that
 * nobody compares a screen with itself.
 */
import type { ListedComputer } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ConsoleError, codeOf } from "../api/console-error.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ControlCodeField, wholeCode } from "../parts/control-code-field.tsx";
import { computerName } from "./computer-name.ts";

export function ApproveComputerDialog({ computer, onClose }: { computer: ListedComputer; onClose(): void }) {
  const [code, setCode] = useState("");
  const { title, ask, compare, field, verb, done } = messages.computers.approve;
  const { id, user, description } = computer;
  const named = { name: user.name, computer: computerName(description) };
  return (
    <ActDialog
      title={title(named)}
      consequences={[ask, compare]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        await api.approveComputer(id, { user: user.id, fingerprint: wholeCode(code) }).catch(ofComputer);
        return done(named);
      }}
      onClose={onClose}
    >
      <ControlCodeField label={field} value={code} onChange={setCode} />
    </ActDialog>
  );
}

/** The server has one code for phones and computers; what to do now is another. */
function ofComputer(error: unknown): never {
  if (codeOf(error) === "wrong_fingerprint") throw new ConsoleError("wrong-computer-code", { cause: error });
  throw error;
}
