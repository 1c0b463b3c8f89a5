/** What there is to add to an act, or why it is done. It goes on the record. */
import { TextInput } from "@mantine/core";
import { longestNote } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";

export interface NoteFieldProps {
  value: string;
  onChange(note: string): void;
}

export function NoteField({ value, onChange }: NoteFieldProps) {
  const words = messages.reason;
  return (
    <TextInput
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
  const note = typed.trim();
  return note === "" ? {} : { note };
}
