/**
 * Approves a phone after comparing its control code (M21). The code is not shown here: who approves has it from the user, and types what
 * they heard, so that nobody compares a screen with itself.
 */
import type { ListedDevice } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ControlCodeField, wholeCode } from "../parts/control-code-field.tsx";

export function ApproveDialog({ device, onClose }: { device: ListedDevice; onClose(): void }) {
  const [code, setCode] = useState("");
  const { title, ask, field, verb, done } = messages.approveDevice;
  const { name } = device.user;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={device.company} device={device} />}
      consequences={[ask({ name })]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        await api.approveDevice(device.id, wholeCode(code));
        return done({ name });
      }}
      onClose={onClose}
    >
      <ControlCodeField label={field} value={code} onChange={setCode} />
    </ActDialog>
  );
}
