/** What keeps a form from being sent, by the browser's own rules, and said in the console's words: a browser's own bubble speaks its language. */
import { messages } from "../language/catalogue.ts";

/** Leads to the first field that is not as it should be; `undefined` where each is. */
export function firstFault(form: HTMLFormElement): string | undefined {
  const field = form.querySelector<HTMLInputElement>("input:invalid");
  if (field === null) return undefined;
  field.focus();
  const words = { field: labelOf(field) };
  if (field.validity.valueMissing) return messages.form.missing(words);
  // What a field says beneath itself is enough.
  return field.validity.customError ? "" : messages.form.malformed(words);
}

/** Without the star, which is for who looks. */
function labelOf({ labels }: HTMLInputElement): string {
  const shown = [...(labels?.[0]?.childNodes ?? [])].filter(
    (node) => !(node instanceof Element && node.ariaHidden === "true"),
  );
  return shown
    .map(({ textContent }) => textContent)
    .join("")
    .trim();
}
