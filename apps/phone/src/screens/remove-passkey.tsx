/** Turning fingerprint or face off, which takes no mPIN: it only takes away. */
import { messages } from "../language/catalogue.ts";
import { KeepOrGo } from "../parts/keep-or-go.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function RemovePasskey({ state, send }: ScreenPropsOf<"remove-passkey">) {
  const words = messages.removePasskey;
  const { busy, problem } = state;
  const atWork = busy ? words.busy : null;
  const actions = (
    <KeepOrGo
      keep={words.keep}
      onKeep={() => send({ type: "back" })}
      go={words.go}
      onGo={() => send({ type: "passkey-removal-confirmed" })}
      kind="main"
      busy={atWork}
    />
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={actions}
      busy={atWork}
    >
      <ProblemNotice problem={problem} />
      <p class="lead">{words.what}</p>
      <p class="quiet">{words.listed}</p>
    </Screen>
  );
}
