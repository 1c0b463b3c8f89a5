/** Every button of a page. `main` leads on; `plain` is another way; `quiet` is aside; `danger` can't be undone. */
import type { ComponentChildren } from "preact";
import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

export interface ButtonProps {
  kind?: "main" | "plain" | "quiet" | "danger";
  icon?: IconName;
  wide?: boolean;
  disabled?: boolean;
  /** Whether what it does is under way: its words say so, and nothing is pressed twice. */
  busy?: boolean;
  onPress(): void;
  children: ComponentChildren;
}

export function Button({
  kind = "plain",
  icon,
  wide = false,
  disabled = false,
  busy = false,
  onPress,
  children,
}: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${kind}${wide ? " wide" : ""}`}
      disabled={disabled || busy}
      onClick={() => onPress()}
    >
      {busy ? <Spinner /> : icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** That something is under way, beside the words that say what. */
export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}
