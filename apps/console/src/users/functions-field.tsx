/** What of the app somebody has besides mToken itself: all of it, or nothing. */
import { useId } from "react";
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
  autoFocus = false,
  disabled = false,
  onChange,
}: FunctionsFieldProps) {
  const words = messages.entitle;
  const id = useId();
  const offered = [
    { whole: true, label: words.whole },
    { whole: false, label: words.mtokenOnly },
  ];
  return (
    <fieldset className="radios" disabled={disabled} aria-describedby={hint && `${id}-hint`}>
      <legend>{words.label}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="quiet small">
          {hint}
        </p>
      )}
      {offered.map(({ whole, label }) => (
        <label key={label}>
          <input
            type="radio"
            name={id}
            checked={whole === isWhole}
            data-autofocus={(autoFocus && whole === isWhole) || undefined}
            onChange={() => onChange(whole)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
