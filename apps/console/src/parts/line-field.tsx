/** A line of free text, looked at as it is typed by the server's own rule: what it would refuse is told here, and is not sent. */
import { TextInput } from "@mantine/core";
import type { TypedLine } from "@mtoken/protocol/people";
import { useEffect, useRef } from "react";
import { messages } from "../language/catalogue.ts";

export interface LineFieldProps {
  label: string;
  description: string;
  value: string;
  maxLength: number;
  required?: boolean;
  disabled?: boolean;
  read(typed: string): TypedLine;
  onChange(value: string): void;
}

export function LineField({ value, read, onChange, ...field }: LineFieldProps) {
  const words = messages.reason;
  const input = useRef<HTMLInputElement>(null);
  const { problem } = read(value);
  const wrong = problem && { "too-long": words.noteLong, unsafe: words.noteProblem }[problem];
  // The form that it stands in is sent by the browser's own rule.
  useEffect(() => input.current?.setCustomValidity(wrong ?? ""), [wrong]);
  return (
    <TextInput
      {...field}
      ref={input}
      error={wrong}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
