/** An icon of ours. It is never the only sign of a thing: the words are beside it. */
import { directedIcons, type IconName, iconPaths } from "@mtoken/look/icon-paths";

export type { IconName };

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className={directedIcons.has(name) ? "icon directed" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
