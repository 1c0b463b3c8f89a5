/** A sentence that stands out: by its ground, its drawing and its words, never by colour alone. */
import type { ComponentChildren } from "preact";
import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

export type Tone = "quiet" | "good" | "warn" | "danger";

const icons: Record<Exclude<Tone, "quiet">, IconName> = { good: "check", warn: "alert", danger: "alert" };

export interface NoticeProps {
  tone: Tone;
  title?: string | undefined;
  /** Another drawing than the tone's own. */
  icon?: IconName;
  /** Read out at once: for what went wrong just now. */
  alert?: boolean;
  children: ComponentChildren;
}

export function Notice({ tone, title, icon, alert = false, children }: NoticeProps) {
  const name = icon ?? (tone === "quiet" ? undefined : icons[tone]);
  return (
    <div class={`notice ${tone}`} role={alert ? "alert" : undefined}>
      {name !== undefined && <Icon name={name} />}
      <div>
        {title !== undefined && <strong>{title}</strong>}
        <p>{children}</p>
      </div>
    </div>
  );
}
