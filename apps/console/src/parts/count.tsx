/** How many there are, by the ways of the reader's language. */
import { formats } from "../language/catalogue.ts";

export function Count({ of }: { of: number }) {
  return <span className="figures">{new Intl.NumberFormat(formats).format(of)}</span>;
}
