/** Offers notifications, once, where it is plain what for; a refusal is taken for good (settings have the way back). */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";

export interface PushOfferProps {
  onChoose(wanted: boolean): void;
}

export function PushOffer({ onChoose }: PushOfferProps) {
  const words = messages.push.offer;
  return (
    <section class="card push-offer">
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      <Button wide icon="bell" onPress={() => onChoose(true)}>
        {words.allow}
      </Button>
      <Button wide kind="quiet" onPress={() => onChoose(false)}>
        {words.later}
      </Button>
    </section>
  );
}
