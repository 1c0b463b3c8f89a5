/** Turning fingerprint or face off, which takes no mPIN: it only takes away. */
import { messages } from "../language/catalogue.ts";
import { Question } from "../parts/question.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function RemovePasskey({ state, send }: ScreenPropsOf<"remove-passkey">) {
  const words = messages.removePasskey;
  const { busy, problem } = state;
  return (
    <Question
      name={state.screen}
      title={words.title}
      keep={words.keep}
      go={words.go}
      kind="main"
      busy={busy ? words.busy : null}
      problem={problem}
      onBack={() => send({ type: "back" })}
      onGo={() => send({ type: "passkey-removal-confirmed" })}
    >
      <p class="lead">{words.what}</p>
      <p class="quiet">{words.listed}</p>
    </Question>
  );
}
