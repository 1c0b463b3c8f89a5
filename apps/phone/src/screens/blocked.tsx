/** The end after five wrong mPINs, or too many within a year: what happened, what is safe, what leads on. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { DeskPhone } from "../parts/desk-phone.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Blocked({ state, send }: ScreenPropsOf<"blocked">) {
  const words = messages.blocked;
  const anew = (
    <Button wide onPress={() => send({ type: "start-anew" })}>
      {messages.startAnew}
    </Button>
  );
  return (
    <Screen name={state.screen} title={words.title} above={<Seal kind="danger" />} actions={anew}>
      <p class="lead">{words.what}</p>
      <p>{words.why}</p>
      <p>{words.who}</p>
      <p>{words.next}</p>
      <DeskPhone />
    </Screen>
  );
}
