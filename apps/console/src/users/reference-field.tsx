/** The reference of the company's request, on which alone the bank gives and takes functions of the app. */
import { longestReference, readTypedReference } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { LineField } from "../parts/line-field.tsx";

export interface ReferenceFieldProps {
  value: string;
  required?: boolean;
  disabled?: boolean;
  onChange(value: string): void;
}

export function ReferenceField({ required = true, ...field }: ReferenceFieldProps) {
  const { reference, referenceHint } = messages.entitle;
  return (
    <LineField
      {...field}
      required={required}
      label={reference}
      description={referenceHint}
      maxLength={longestReference}
      read={readTypedReference}
    />
  );
}

/** As the API takes it: an empty one is none. */
export function referenceIn(typed: string): { reference?: string } {
  const { line: reference } = readTypedReference(typed);
  return reference === "" ? {} : { reference };
}
