/** A certificate's fingerprint, in groups that two people can read to each other; spelled out for who listens. */
import { messages } from "../language/catalogue.ts";

export function Fingerprint({ text }: { text: string }) {
  const groups = text.split("-");
  return (
    <p class="fingerprint" dir="ltr" data-fingerprint={text}>
      <span class="visually-hidden">
        {messages.fingerprintOf({ characters: groups.map((group) => [...group].join(" ")).join(", ") })}
      </span>
      {groups.map((group, position) => (
        <span key={position} aria-hidden="true">
          {group}
        </span>
      ))}
    </p>
  );
}
