/** A forgotten mPIN: what it means, and the one way on. Trying again costs least, so it is what stands first. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function StartOver({ state, send }: ScreenPropsOf<"start-over">) {
  const words = messages.startOver;
  const { title, text, keep } = state.from.screen === "awaiting-approval" ? words.unapproved : words;
  const actions = (
    <>
      <Button wide kind="main" onPress={() => send({ type: "back" })}>
        {keep}
      </Button>
      <Button wide kind="danger" onPress={() => send({ type: "start-anew" })}>
        {words.erase}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={title} onBack={() => send({ type: "back" })} actions={actions}>
      <p class="lead">{text}</p>
      <p>{words.first}</p>
    </Screen>
  );
}
