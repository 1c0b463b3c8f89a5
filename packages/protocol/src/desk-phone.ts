/** The number of the operator's round-the-clock desk, as it is shown and called. It comes with an answer over TLS alone, and proves nothing. */

/** International or not, in groups as people read them: nothing in it could be anything but a number. */
const form = /^\+?\d(?:[ .-]?\d){2,19}$/;

export function isDeskPhone(text: string): boolean {
  return form.test(text);
}

/** What a browser calls it by (RFC 3966). */
export function telAddressOf(phone: string): string {
  return `tel:${phone.replace(/[ .-]/g, "")}`;
}
