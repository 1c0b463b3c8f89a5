/** The bank's mark: drawn in the colour of the text, so that it stands in either scheme. The same as bank.svg. */
export function BankMark() {
  return (
    <svg class="bank-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="4" />
      <path d="M8 9h16v3H8zM8 14.5h10v3H8zM8 20h16v3H8z" />
    </svg>
  );
}
