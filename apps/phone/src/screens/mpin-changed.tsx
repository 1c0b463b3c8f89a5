/** The mPIN is changed: with it all sessions have ended, so the phone is to be unlocked with the new one. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function MpinChanged({ state, send }: ScreenPropsOf<"mpin-changed">) {
  const { title, what, safe, go } = messages.mpinChanged;
  const actions = (
    <Button wide kind="main" onPress={() => send({ type: "go-on" })}>
      {go}
    </Button>
  );
  return (
    <Screen name={`decided ${state.screen}`} title={title} above={<Seal kind="good" />} actions={actions}>
      <p class="lead">{what}</p>
      <p>{safe}</p>
    </Screen>
  );
}
