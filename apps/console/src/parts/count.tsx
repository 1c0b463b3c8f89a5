/** How many there are, by the ways of the reader's language. */
import { formats, messages } from "../language/catalogue.ts";

interface CountProps {
  of: number;
  /** Where it was counted no further: this many mean that many or more. */
  upTo?: number;
}

export function Count({ of, upTo = Number.POSITIVE_INFINITY }: CountProps) {
  const number = new Intl.NumberFormat(formats).format(of);
  return <span className="figures">{of < upTo ? number : messages.overview.figures.orMore({ number })}</span>;
}
