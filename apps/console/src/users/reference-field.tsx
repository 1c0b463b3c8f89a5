/** The reference of the company's request, on which alone the bank gives and takes functions of the app. */
import { TextInput } from "@mantine/core";
import { messages } from "../language/catalogue.ts";

export interface ReferenceFieldProps {
  value: string;
  required?: boolean;
  disabled?: boolean;
  onChange(value: string): void;
}

export function ReferenceField({ value, required = true, disabled = false, onChange }: ReferenceFieldProps) {
  const words = messages.entitle;
  return (
    <TextInput
      required={required}
      disabled={disabled}
      label={words.reference}
      description={words.referenceHint}
      value={value}
      maxLength={140}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** As the API takes it: left out where nothing was typed. */
export function referenceIn(text: string): { reference?: string } {
  const reference = text.trim();
  return reference === "" ? {} : { reference };
}
