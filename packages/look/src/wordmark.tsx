/** Mark and name side by side. The name is drawn, so that it looks the same where no font of ours is loaded. */
import { Mark } from "./mark.tsx";
import { namePaths } from "./wordmark-paths.ts";

export function Wordmark() {
  return (
    <span class="wordmark" role="img" aria-label="mtoken">
      <Mark />
      <svg
        class="name"
        viewBox="0 0 128 36"
        fill="none"
        stroke="currentColor"
        stroke-width="3.4"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {namePaths.map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    </span>
  );
}
