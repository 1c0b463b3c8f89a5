/** A forgotten mPIN: what it means, and the one way on. */
import { messages } from "../language/catalogue.ts";
import { KeepOrGo } from "../parts/keep-or-go.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function StartOver({ state, send }: ScreenPropsOf<"start-over">) {
  const words = messages.startOver;
  const actions = (
    <KeepOrGo
      keep={words.keep}
      onKeep={() => send({ type: "back" })}
      go={words.erase}
      onGo={() => send({ type: "start-anew" })}
      kind="danger"
    />
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <p class="lead">{words.text}</p>
      <p>{words.first}</p>
    </Screen>
  );
}
