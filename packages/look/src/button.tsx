/**
 * Every button of a page. `main` leads on; `plain` is another way; `quiet` is aside; `danger` can't be undone. One that can't be
 * pressed says so and keeps the focus: a `disabled` one would drop it, and a keyboard would begin at the top.
 */
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
  const isHeld = disabled || busy;
  return (
    <button
      type="button"
      class={`button ${kind}${wide ? " wide" : ""}`}
      aria-disabled={isHeld}
      onClick={() => isHeld || onPress()}
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
