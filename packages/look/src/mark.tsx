/** Our mark: an m whose middle leg gives way to a token. The same drawing as mark.svg, which is for icons and files. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0b5654" />
      <path
        d="M8.25 23.5V14.4a3.9 3.9 0 0 1 7.75 0V18.5M16 14.4a3.9 3.9 0 0 1 7.75 0V23.5"
        stroke="#ffffff"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      <circle cx="16" cy="23.5" r="1.9" fill="#7fd6cd" />
    </svg>
  );
}
