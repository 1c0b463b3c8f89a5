/** What to do now for who has lost the phone: it can't sign them in, and somebody else may have it. */
import { telAddressOf } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";

/** `desk`: the number that answers at any hour, where there is one. */
export function LostPhone({ desk }: { desk: string | undefined }) {
  const words = messages.lostPhone;
  return (
    <>
      <h2>{words.title}</h2>
      <p class="quiet">{words.text}</p>
      {desk !== undefined && (
        <p>
          {words.desk}{" "}
          <a href={telAddressOf(desk)} dir="ltr">
            {desk}
          </a>
        </p>
      )}
    </>
  );
}
