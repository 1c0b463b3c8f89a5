/** One line that is typed or pasted: a code, digits, or an address. The browser neither keeps nor corrects it. */
import { useId, useLayoutEffect, useRef } from "preact/hooks";

export interface FieldProps {
  label: string;
  /** The screen's title says it already: the label is for screen readers alone. */
  titled?: boolean;
  hint?: string | undefined;
  value: string;
  /** Set in the face of codes, in capitals. */
  code?: boolean;
  digits?: boolean;
  /** Words of the user's own, from the left or from the right as they come. */
  words?: boolean;
  maxLength?: number;
  /** What is wrong with it; the field takes the focus when it appears. */
  problem?: string | null;
  focus?: boolean;
  disabled?: boolean;
  onInput(value: string): void;
  /** The keyboard's own way to go on. */
  onEnter?: () => void;
}

export function Field(props: FieldProps) {
  const {
    label,
    titled = false,
    hint,
    value,
    code = false,
    digits = false,
    words = false,
    problem = null,
  } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (problem !== null || props.focus === true) input.current?.focus();
  }, [problem, props.focus]);
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === null ? [] : [`${id}-problem`]),
  ];
  return (
    <div class="field">
      <label for={id} class={titled ? "visually-hidden" : undefined}>
        {label}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        ref={input}
        class={code || digits ? "code" : undefined}
        type="text"
        dir={words ? "auto" : "ltr"}
        inputMode={digits ? "numeric" : "text"}
        autocomplete="off"
        autocorrect="off"
        autocapitalize={code ? "characters" : words ? "sentences" : "none"}
        spellcheck={false}
        enterkeyhint="go"
        maxLength={props.maxLength}
        value={value}
        disabled={props.disabled}
        aria-invalid={problem !== null}
        aria-describedby={described.length > 0 ? described.join(" ") : undefined}
        onKeyDown={(event) => event.key === "Enter" && props.onEnter?.()}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      {problem !== null && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
