/** Turning fingerprint or face off, which takes no mPIN: it only takes away. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function RemovePasskey({ state, send }: ScreenPropsOf<"remove-passkey">) {
  const words = messages.removePasskey;
  const { busy, problem } = state;
  const actions = (
    <>
      <Button wide disabled={busy} onPress={() => send({ type: "back" })}>
        {words.keep}
      </Button>
      <Button wide kind="main" disabled={busy} onPress={() => send({ type: "passkey-removal-confirmed" })}>
        {words.go}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <ProblemNotice problem={problem} />
      <p class="lead">{words.what}</p>
      <p class="quiet">{words.listed}</p>
    </Screen>
  );
}
