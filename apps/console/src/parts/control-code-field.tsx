/** A control code, typed as it is read off a phone or a computer: grouped as it is shown there. */
import { TextInput } from "@mantine/core";
import { ConsoleError } from "../api/console-error.ts";
import { messages } from "../language/catalogue.ts";

const length = 20;

export interface ControlCodeFieldProps {
  label: string;
  value: string;
  onChange(code: string): void;
}

export function ControlCodeField({ label, value, onChange }: ControlCodeFieldProps) {
  return (
    <TextInput
      className="code-field"
      data-autofocus
      label={label}
      description={messages.approveDevice.hint}
      value={value}
      dir="ltr"
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      onChange={({ currentTarget }) => onChange(grouped(currentTarget.value))}
    />
  );
}

/** Nothing is asked of the server with half a code. */
export function wholeCode(code: string): string {
  if (code.replaceAll("-", "").length < length) throw new ConsoleError("code-too-short");
  return code;
}

function grouped(typed: string): string {
  const characters = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "")
    .slice(0, length);
  return characters.match(/.{1,4}/g)?.join("-") ?? "";
}
