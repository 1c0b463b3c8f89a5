/**
 * Approves a phone after comparing its control code (M21). The code is not shown here: who approves has it from the user, and types what
 * they heard, so that nobody compares a screen with itself.
 */
import { TextInput } from "@mantine/core";
import type { ListedDevice } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ConsoleError } from "../api/console-error.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";

const length = 20;

export function ApproveDialog({ device, onClose }: { device: ListedDevice; onClose(): void }) {
  const [code, setCode] = useState("");
  const { title, ask, field, hint, verb, done } = messages.approveDevice;
  const { name } = device.user;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[ask({ name })]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        if (code.replaceAll("-", "").length < length) throw new ConsoleError("code-too-short");
        await api.approveDevice(device.id, code);
        return done({ name });
      }}
      onClose={onClose}
    >
      <TextInput
        className="code-field"
        data-autofocus
        label={field}
        description={hint}
        value={code}
        dir="ltr"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={({ currentTarget }) => setCode(grouped(currentTarget.value))}
      />
    </ActDialog>
  );
}

/** As the phone shows it, while it is typed. */
function grouped(typed: string): string {
  const characters = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "")
    .slice(0, length);
  return characters.match(/.{1,4}/g)?.join("-") ?? "";
}
