/** The company approves each new device: the fingerprint to tell the administrator, and nothing else. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function AwaitingApproval({ state, send }: ScreenPropsOf<"awaiting-approval">) {
  const words = messages.awaitingApproval;
  const actions = (
    <>
      <Button wide kind="main" busy={state.busy} onPress={() => send({ type: "try-again" })}>
        {state.busy ? messages.frozen.checking : words.check}
      </Button>
      <button type="button" class="link" disabled={state.busy} onClick={() => send({ type: "start-anew" })}>
        {messages.resumeActivation.over}
      </button>
    </>
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      actions={actions}
      busy={state.busy ? messages.frozen.checking : null}
    >
      <ProblemNotice problem={state.problem} />
      <p class="lead">{words.hint}</p>
      <p>{words.compare}</p>
      <Fingerprint text={state.fingerprint} />
      <p class="quiet">{words.goesOn}</p>
    </Screen>
  );
}
