/** What there is to add to an act, or why it is done. It goes on the record. */
import { TextInput } from "@mantine/core";
import { longestNote, readTypedNote } from "@mtoken/protocol/people";
import { useEffect, useRef } from "react";
import { messages } from "../language/catalogue.ts";

export interface NoteFieldProps {
  value: string;
  onChange(note: string): void;
}

export function NoteField({ value, onChange }: NoteFieldProps) {
  const words = messages.reason;
  const input = useRef<HTMLInputElement>(null);
  const { problem } = readTypedNote(value);
  const wrong = problem && { "too-long": words.noteLong, unsafe: words.noteProblem }[problem];
  // The form that it stands in is sent by the browser's own rule.
  useEffect(() => input.current?.setCustomValidity(wrong ?? ""), [wrong]);
  return (
    <TextInput
      ref={input}
      error={wrong}
      label={words.note}
      description={words.noteHint}
      value={value}
      maxLength={longestNote}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** As the API takes it: an empty one is none. */
export function noted(typed: string): { note?: string } {
  const { note } = readTypedNote(typed);
  return note === "" ? {} : { note };
}
