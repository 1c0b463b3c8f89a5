/** Every button of a page. `main` leads on; `plain` is another way; `quiet` is aside; `danger` can't be undone. */
import type { ComponentChildren } from "preact";
import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

export interface ButtonProps {
  kind?: "main" | "plain" | "quiet" | "danger";
  icon?: IconName;
  wide?: boolean;
  disabled?: boolean;
  onPress(): void;
  children: ComponentChildren;
}

export function Button({
  kind = "plain",
  icon,
  wide = false,
  disabled = false,
  onPress,
  children,
}: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${kind}${wide ? " wide" : ""}`}
      disabled={disabled}
      onClick={() => onPress()}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
