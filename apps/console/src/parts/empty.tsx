/** Where there is nothing to show: what would be here, and how it comes to be. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <strong>{title}</strong>
      {children !== undefined && <div className="quiet">{children}</div>}
    </div>
  );
}
