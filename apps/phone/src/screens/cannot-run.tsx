/** This browser lacks something that the app can't do without: what it is, and the ways on from here. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function CannotRun({ state }: ScreenPropsOf<"cannot-run">) {
  const words = messages.cannotRun;
  // It was perhaps a setting, and the page reads it as it begins. An address that is not secure stays so.
  const again = state.missing !== "secure-context" && (
    <Button wide kind="main" onPress={() => location.reload()}>
      {messages.tryAgain}
    </Button>
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      above={<Seal kind="stopped" />}
      actions={again === false ? undefined : again}
    >
      <p class="lead">{words[state.missing]}</p>
      <p>{words.kept}</p>
    </Screen>
  );
}
