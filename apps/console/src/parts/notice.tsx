/** A sentence that stands out: by its ground, its drawing and its words, never by colour alone. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "quiet" | "good" | "warn" | "danger";

const icons: Record<Exclude<Tone, "quiet">, IconName> = { good: "check", warn: "alert", danger: "alert" };

export interface NoticeProps {
  tone: Tone;
  title?: string | undefined;
  /** Read out at once: for what went wrong just now. */
  alert?: boolean;
  children: ReactNode;
}

export function Notice({ tone, title, alert = false, children }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={alert ? "alert" : undefined}>
      {tone !== "quiet" && <Icon name={icons[tone]} />}
      <div>
        {title !== undefined && <strong>{title}</strong>}
        <div>{children}</div>
      </div>
    </div>
  );
}
