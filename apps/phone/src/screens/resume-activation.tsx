/** An activation that was interrupted: the mPIN alone leads on. */
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function ResumeActivation({ state, send }: ScreenPropsOf<"resume-activation">) {
  const words = messages.resumeActivation;
  const wrong = state.problem?.code === "wrong_mpin";
  return (
    <Screen
      name={state.screen}
      title={words.title}
      actions={
        <>
          <MpinEntry
            mpin={state.mpin}
            enterLabel={words.go}
            busy={null}
            onMpin={(mpin) => send({ type: "mpin-given", mpin })}
          />
          <button type="button" class="link" onClick={() => send({ type: "start-anew" })}>
            {words.over}
          </button>
        </>
      }
    >
      <p class="lead">{words.hint}</p>
      {!wrong && <ProblemNotice problem={state.problem} />}
      <TriesLeft left={state.triesLeft} wrong={wrong} />
    </Screen>
  );
}
