/** Why: one of a list, and what there is to add. It goes on the record. */
import { NativeSelect, TextInput } from "@mantine/core";
import { type GivenReason, type Reason, reasons } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";

const longestNote = 500;

function isReason(text: string): text is Reason {
  return (reasons as readonly string[]).includes(text);
}

export interface ReasonFieldsProps {
  given: GivenReason;
  onChange(given: GivenReason): void;
}

export function ReasonFields({ given, onChange }: ReasonFieldsProps) {
  const words = messages.reason;
  return (
    <>
      <NativeSelect
        label={words.label}
        data-autofocus
        value={given.reason}
        data={reasons.map((value) => ({ value, label: words.reasons[value] }))}
        onChange={({ currentTarget: { value } }) => isReason(value) && onChange({ ...given, reason: value })}
      />
      <TextInput
        label={words.note}
        description={words.noteHint}
        value={given.note ?? ""}
        maxLength={longestNote}
        onChange={({ currentTarget: { value } }) =>
          onChange({ reason: given.reason, ...(value.trim() !== "" && { note: value }) })
        }
      />
    </>
  );
}
