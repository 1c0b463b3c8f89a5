/** What the browser stored is missing or damaged: why, why that is safe, and the way on. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function DataLost({ state, send }: ScreenPropsOf<"data-lost">) {
  const { title, what, safe, next } = messages.dataLost;
  const anew = (
    <Button wide kind="main" onPress={() => send({ type: "start-anew" })}>
      {messages.startAnew}
    </Button>
  );
  return (
    <Screen name={state.screen} title={title} above={<Seal kind="warn" icon="alert" />} actions={anew}>
      <p class="lead">{what}</p>
      <p>{safe}</p>
      <p>{next}</p>
    </Screen>
  );
}
