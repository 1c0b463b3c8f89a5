/** Stopping everything without a request that says why: what follows is said first, since only somebody else can end it. */
import { messages } from "../language/catalogue.ts";
import { KeepOrGo } from "../parts/keep-or-go.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Freeze({ state, send }: ScreenPropsOf<"freeze">) {
  const words = messages.freeze;
  const { busy, problem } = state;
  const atWork = busy ? words.busy : null;
  const actions = (
    <KeepOrGo
      keep={words.keep}
      onKeep={() => send({ type: "back" })}
      go={words.go}
      onGo={() => send({ type: "freeze-confirmed" })}
      kind="danger"
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
      <p>{words.safe}</p>
    </Screen>
  );
}
