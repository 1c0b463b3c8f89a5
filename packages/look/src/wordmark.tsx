/** Mark and name side by side. The name is drawn, so that it looks the same where no font of ours is loaded. */
import { Mark } from "./mark.tsx";

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
        <path d="M4 28V17a5 5 0 0 1 10 0V28M14 17a5 5 0 0 1 10 0V28" />
        <path d="M35 6V23.5a4.5 4.5 0 0 0 4.5 4.5H41M31 12H41" />
        <circle cx="54" cy="20" r="8" />
        <path d="M70 5V28M80.5 12L70.5 21M74.5 17.6L81 28" />
        <path d="M86.5 20.3H102.5A8 8 0 1 0 99.8 26.2" />
        <path d="M110 28V12M110 19a7 7 0 0 1 14 0V28" />
      </svg>
    </span>
  );
}
