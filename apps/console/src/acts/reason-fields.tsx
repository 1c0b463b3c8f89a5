/** Why: one of a list, and what there is to add. It goes on the record. */
import { NativeSelect } from "@mantine/core";
import { type GivenReason, type Reason, reasons } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { NoteField } from "./note-field.tsx";

function isReason(text: string): text is Reason {
  return (reasons as readonly string[]).includes(text);
}

export interface ReasonFieldsProps {
  offered: readonly Reason[];
  given: GivenReason;
  onChange(given: GivenReason): void;
}

export function ReasonFields({ offered, given, onChange }: ReasonFieldsProps) {
  const words = messages.reason;
  return (
    <>
      <NativeSelect
        label={words.label}
        data-autofocus
        value={given.reason}
        data={offered.map((value) => ({ value, label: words.reasons[value] }))}
        onChange={({ currentTarget: { value } }) => isReason(value) && onChange({ ...given, reason: value })}
      />
      <NoteField
        value={given.note ?? ""}
        onChange={(note) => onChange({ reason: given.reason, ...(note.trim() !== "" && { note }) })}
      />
    </>
  );
}
