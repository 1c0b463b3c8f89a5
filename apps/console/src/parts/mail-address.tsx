/** A mail address, which breaks where it has to after its @ and its dots; or the word for there being none. */
import { Fragment } from "react";
import { messages } from "../language/catalogue.ts";

export function MailAddress({ address }: { address: string | null | undefined }) {
  const pieces = (address ?? messages.facts.none).matchAll(/[^@.]+[@.]*/g);
  return [...pieces].map(({ index, 0: piece }) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
