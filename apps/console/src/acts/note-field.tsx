/** What there is to add to an act, or why it is done. It goes on the record. */
import { longestNote, readTypedNote } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { LineField } from "../parts/line-field.tsx";

export interface NoteFieldProps {
  value: string;
  onChange(note: string): void;
}

export function NoteField({ value, onChange }: NoteFieldProps) {
  const { note, noteHint } = messages.reason;
  return (
    <LineField
      label={note}
      description={noteHint}
      value={value}
      maxLength={longestNote}
      read={readTypedNote}
      onChange={onChange}
    />
  );
}

/** As the API takes it: an empty one is none. */
export function noted(typed: string): { note?: string } {
  const { line: note } = readTypedNote(typed);
  return note === "" ? {} : { note };
}
