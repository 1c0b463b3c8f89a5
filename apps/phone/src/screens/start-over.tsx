/** Erasing the keys without the server: what it means, and the one way on. Trying again costs least, so it is what stands first. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { StateOf } from "../state/app-state.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function StartOver({ state, send }: ScreenPropsOf<"start-over">) {
  const { title, text, first, keep } = wordsFor(state.from);
  const actions = (
    <>
      <Button wide kind="main" onPress={() => send({ type: "back" })}>
        {keep}
      </Button>
      <Button wide kind="danger" onPress={() => send({ type: "start-anew" })}>
        {messages.startOver.erase}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={title} onBack={() => send({ type: "back" })} actions={actions}>
      <p class="lead">{text}</p>
      <p>{first}</p>
    </Screen>
  );
}

function wordsFor({ screen }: StateOf<"start-over">["from"]) {
  const { unapproved, untold, ...forgotten } = messages.startOver;
  const own = { deactivate: untold, "awaiting-approval": unapproved, unlock: {}, "mpin-in-doubt": {} };
  return { ...forgotten, ...own[screen] };
}
