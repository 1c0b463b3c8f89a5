/** Whom to call at any hour, where the operator has such a number. */
import { telAddressOf } from "@mtoken/protocol";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";

export function DeskPhone() {
  const { data } = useQuery({ queryKey: ["desk"], queryFn: api.desk, staleTime: Number.POSITIVE_INFINITY });
  if (data === undefined || data.phone === null) return null;
  return (
    <p className="desk">
      {messages.lostPhone.desk}{" "}
      <a href={telAddressOf(data.phone)} dir="ltr">
        {data.phone}
      </a>
    </p>
  );
}
