/** A mail address, which breaks where it has to after its @ and its dots; or the word for there being none. */
import { Fragment } from "react";
import { messages } from "../language/catalogue.ts";

export function MailAddress({ address }: { address: string | null | undefined }) {
  const pieces = (address ?? messages.facts.none).split(/(?<=[@.])/);
  return pieces.map((piece, place) => (
    <Fragment key={`${place} ${piece}`}>
      {place > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
