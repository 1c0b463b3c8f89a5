/** Done: the fingerprint to compare, and where to go. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Activated({ state, send }: ScreenPropsOf<"activated">) {
  const words = messages.activated;
  // What was stopped stays so with a new phone, as the next screen says.
  const isFrozen = state.account !== null && state.account.frozen !== null;
  const actions = (
    <Button wide kind="main" onPress={() => send({ type: "go-on" })}>
      {words.go}
    </Button>
  );
  return (
    <Screen name={state.screen} title={words.title} above={<Seal kind="good" />} actions={actions}>
      {!isFrozen && <p class="lead">{state.account === null ? words.unlock : words.ready}</p>}
      <Fingerprint text={state.fingerprint} />
      <p class="quiet">{words.compare}</p>
    </Screen>
  );
}
