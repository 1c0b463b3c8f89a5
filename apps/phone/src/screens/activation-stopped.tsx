/** An activation that can't go on: why, and that nothing came of it. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function ActivationStopped({ state, send }: ScreenPropsOf<"activation-stopped">) {
  const { title, safe } = messages.activationStopped;
  const anew = (
    <Button wide kind="main" onPress={() => send({ type: "start-anew" })}>
      {messages.startAnew}
    </Button>
  );
  return (
    <Screen name={state.screen} title={title} above={<Seal kind="stopped" />} actions={anew}>
      <ProblemNotice problem={state.problem} />
      <p>{safe}</p>
    </Screen>
  );
}
