/** Stopping everything without a request that says why: what follows is said first, since only somebody else can end it. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Freeze({ state, send }: ScreenPropsOf<"freeze">) {
  const words = messages.freeze;
  const { busy, problem } = state;
  const actions = (
    <>
      <Button wide disabled={busy} onPress={() => send({ type: "back" })}>
        {words.keep}
      </Button>
      <Button wide kind="danger" disabled={busy} onPress={() => send({ type: "freeze-confirmed" })}>
        {words.go}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <p class="lead">{words.what}</p>
      <p>{words.safe}</p>
      <ProblemNotice problem={problem} />
    </Screen>
  );
}
