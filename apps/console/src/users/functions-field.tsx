/** What of the app somebody has besides mToken itself: all of it, or nothing. */
import { NativeSelect } from "@mantine/core";
import { messages } from "../language/catalogue.ts";

export interface FunctionsFieldProps {
  isWhole: boolean;
  hint?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  onChange(isWhole: boolean): void;
}

export function FunctionsField({
  isWhole,
  hint,
  autoFocus,
  disabled = false,
  onChange,
}: FunctionsFieldProps) {
  const words = messages.entitle;
  return (
    <NativeSelect
      data-autofocus={autoFocus}
      label={words.label}
      description={hint}
      disabled={disabled}
      value={isWhole ? "whole" : "mtoken-only"}
      data={[
        { value: "whole", label: words.whole },
        { value: "mtoken-only", label: words.mtokenOnly },
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value === "whole")}
    />
  );
}
