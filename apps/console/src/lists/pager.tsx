/** From page to page of a list that may be long: there is a next one, and the way back. */
import { Button } from "@mantine/core";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";
import type { ListAddress } from "./list-address.ts";

export function Pager({ address, next }: { address: ListAddress; next: string | null }) {
  if (!address.hasPrevious && next === null) return null;
  const words = messages.pager;
  return (
    <nav className="pager" aria-label={words.label}>
      <Button
        variant="default"
        disabled={!address.hasPrevious}
        leftSection={<Icon name="back" />}
        onClick={address.previous}
      >
        {words.previous}
      </Button>
      <Button
        variant="default"
        disabled={next === null}
        rightSection={<Icon name="go" />}
        onClick={() => next !== null && address.next(next)}
      >
        {words.next}
      </Button>
    </nav>
  );
}
