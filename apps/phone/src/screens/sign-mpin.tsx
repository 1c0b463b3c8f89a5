/**
 * A signature takes a fresh mPIN, or fingerprint or face, for exactly this request; what is signed is said once more above the key pad, and how
 * many tries are left when they are few, before the first of them as well.
 */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { SignedLine } from "../parts/signed-line.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function SignMpin({ state, send }: ScreenPropsOf<"sign-mpin">) {
  const words = messages.signMpin;
  const { problem, opened, busy, account } = state;
  const wrong = problem?.code === "wrong_mpin";
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={
        <>
          {account.passkey === "on" && (
            <Button
              wide
              kind="main"
              icon="finger"
              disabled={busy}
              onPress={() => send({ type: "passkey-asked" })}
            >
              {words.passkey}
            </Button>
          )}
          <MpinEntry
            mpin={account.mpin}
            enterLabel={words.go}
            busy={busy ? words.signing : null}
            onMpin={(mpin) => send({ type: "mpin-given", mpin })}
            onKey={() => send({ type: "mpin-key" })}
          />
        </>
      }
    >
      <SignedLine content={opened.envelope.content} />
      {!wrong && <ProblemNotice problem={problem} deciding />}
      <TriesLeft left={account.triesLeft} wrong={wrong} />
    </Screen>
  );
}
