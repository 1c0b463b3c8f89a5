/** One word about how something stands. */

import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

export type ChipTone = "plain" | "accent" | "good" | "warn" | "danger";

export function Chip({
  tone = "plain",
  icon,
  children,
}: {
  tone?: ChipTone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span className={tone === "plain" ? "chip" : `chip ${tone}`}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}
