/** The server takes this version of the app no more: what that means, and what to do. It never reloads by itself. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import { appVersion } from "../update/app-version.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Outdated({ state, send }: ScreenPropsOf<"outdated">) {
  const { title, what, safe, next } = messages.outdated;
  const version = appVersion();
  const again = (
    <Button wide kind="main" onPress={() => send({ type: "try-again" })}>
      {messages.tryAgain}
    </Button>
  );
  return (
    <Screen name={state.screen} title={title} above={<Seal kind="warn" />} actions={again}>
      <p class="lead">{what}</p>
      <p>{safe}</p>
      <p>{next}</p>
      {version !== "" && <p class="quiet version">{messages.outdated.version({ version })}</p>}
    </Screen>
  );
}
