/** The version was withdrawn with a request on the screen: why nothing can be confirmed here, and the way to where it can. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Withdrawn({ state, send }: ScreenPropsOf<"withdrawn">) {
  const { title, what, next, go } = messages.withdrawn;
  const onwards = (
    <Button wide kind="main" onPress={() => send({ type: "go-on" })}>
      {go}
    </Button>
  );
  return (
    <Screen name={state.screen} title={title} above={<Seal kind="warn" />} actions={onwards}>
      <p class="lead">{what}</p>
      <p>{next}</p>
    </Screen>
  );
}
