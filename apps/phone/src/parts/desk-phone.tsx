/** Whom to call at any hour, where the operator has such a number and the server has told it. */
import { telAddressOf } from "@mtoken/protocol";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { messages } from "../language/catalogue.ts";

export const DeskContext = createContext<string | undefined>(undefined);

export function DeskPhone() {
  const phone = useContext(DeskContext);
  if (phone === undefined) return null;
  return (
    <p class="desk">
      {messages.desk}{" "}
      <a href={telAddressOf(phone)} dir="ltr">
        {phone}
      </a>
    </p>
  );
}
