/** A signature takes a fresh mPIN, for exactly this request; what is signed is said once more above the key pad. */
import { messages } from "../messages.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { SignedLine } from "../parts/signed-line.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function SignMpin({ state, send }: ScreenPropsOf<"sign-mpin">) {
  const words = messages.signMpin;
  const { problem, opened, busy, account } = state;
  const triesLeft = problem?.code === "wrong_mpin" ? problem.triesLeft : null;
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={
        <MpinEntry
          mpin={account.mpin}
          enterLabel={words.go}
          busy={busy ? words.signing : null}
          onMpin={(mpin) => send({ type: "mpin-given", mpin })}
        />
      }
    >
      <SignedLine content={opened.envelope.content} />
      {triesLeft === null ? (
        <ProblemNotice problem={problem} deciding />
      ) : (
        <TriesLeft left={triesLeft} wrong />
      )}
    </Screen>
  );
}
