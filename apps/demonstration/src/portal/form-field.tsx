/** A labelled field, with its hint and what is wrong with it above it, tied to it for screen readers. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { FieldName } from "./field-of-problem.ts";

/** What the control inside has to carry. */
interface FieldAttributes {
  id: string;
  name: FieldName;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

export interface FormFieldProps {
  name: FieldName;
  label: string;
  hint?: string;
  problem: string | undefined;
  children(field: FieldAttributes): ComponentChildren;
}

export function FormField({ name, label, hint, problem, children }: FormFieldProps) {
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`} role="alert" data-problem={name}>
          {problem}
        </p>
      )}
      {children({
        id,
        name,
        "aria-invalid": problem !== undefined,
        "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
      })}
    </div>
  );
}
