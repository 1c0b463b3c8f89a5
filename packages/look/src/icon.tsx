/**
 * The icons: one line weight, no fill, in the colour of the text beside them, on a grid of 24. An icon is never the
 * only sign of a thing, so it is hidden from screen readers; the words are beside it.
 */
import { directedIcons, type IconName, iconPaths } from "./icon-paths.ts";

export type { IconName };

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class={directedIcons.has(name) ? "icon directed" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
