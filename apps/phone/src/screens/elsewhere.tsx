/** The app is open in another page of this browser: one of them is the phone, and which one the user says. */
import { Button, Mark } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Elsewhere({ state, send }: ScreenPropsOf<"elsewhere">) {
  const { title, what, next, go } = messages.elsewhere;
  const here = (
    <Button wide kind="main" onPress={() => send({ type: "use-here" })}>
      {go}
    </Button>
  );
  return (
    <Screen name={state.screen} title={title} above={<Mark />} actions={here}>
      <p class="lead">{what}</p>
      <p>{next}</p>
    </Screen>
  );
}
