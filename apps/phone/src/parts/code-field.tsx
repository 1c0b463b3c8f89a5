/**
 * A field for the codes that people type: it writes them in capitals and in groups as they are printed, and reads
 * small letters, spaces, look-alikes (docs/protocol.md §1) and the digits of Arabic keyboards.
 */
import { normalizeBase32 } from "@mtoken/protocol";
import type { FieldProps } from "./field.tsx";
import { Field } from "./field.tsx";
import { latinDigits } from "./latin-digits.ts";

export interface CodeFieldProps
  extends Pick<FieldProps, "label" | "titled" | "hint" | "value" | "problem" | "onInput" | "onEnter"> {
  /** How many characters each group has. */
  groups: readonly number[];
}

export function CodeField({ groups, onInput, ...props }: CodeFieldProps) {
  const longest = groups.reduce((sum, size) => sum + size + 1, -1);
  return (
    <Field
      {...props}
      code
      // Room for what was pasted with spaces of its own.
      maxLength={longest * 2}
      focus
      onInput={(text) => onInput(grouped(text, groups))}
    />
  );
}

/** Only a code that is typed to its end, or past a group, gets its hyphen: erasing then works as everywhere. */
export function grouped(text: string, groups: readonly number[]): string {
  const characters = normalizeBase32(latinDigits(text)).slice(
    0,
    groups.reduce((sum, size) => sum + size, 0),
  );
  const parts: string[] = [];
  let from = 0;
  for (const size of groups) {
    const part = characters.slice(from, from + size);
    if (part !== "") parts.push(part);
    from += size;
  }
  return parts.join("-");
}
