/** This browser lacks something that the app can't do without. */
import { Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function CannotRun({ state }: ScreenPropsOf<"cannot-run">) {
  return (
    <Screen name={state.screen} title={messages.cannotRun.title} above={<Seal kind="stopped" />}>
      <p class="lead">{messages.cannotRun[state.missing]}</p>
    </Screen>
  );
}
