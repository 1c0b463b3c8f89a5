/** Stopping everything without a request that says why: what follows is said first, since only somebody else can end it. */
import { messages } from "../language/catalogue.ts";
import { Question } from "../parts/question.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Freeze({ state, send }: ScreenPropsOf<"freeze">) {
  const words = messages.freeze;
  const { busy, problem } = state;
  return (
    <Question
      name={state.screen}
      title={words.title}
      keep={words.keep}
      go={words.go}
      kind="danger"
      busy={busy ? words.busy : null}
      problem={problem}
      onBack={() => send({ type: "back" })}
      onGo={() => send({ type: "freeze-confirmed" })}
    >
      <p class="lead">{words.what}</p>
      <p>{words.safe}</p>
    </Question>
  );
}
