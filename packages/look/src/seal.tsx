/** The still, large sign at the head of what says that something has happened. */
import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

export type SealKind = "good" | "accent" | "warn" | "stopped" | "danger";

const icons: Record<SealKind, IconName> = {
  good: "check",
  accent: "device",
  warn: "clock",
  stopped: "cross",
  danger: "alert",
};

export interface SealProps {
  kind: SealKind;
  /** Another drawing than the kind's own. */
  icon?: IconName;
}

export function Seal({ kind, icon }: SealProps) {
  return (
    <div class={`seal ${kind}`}>
      <Icon name={icon ?? icons[kind]} />
    </div>
  );
}
