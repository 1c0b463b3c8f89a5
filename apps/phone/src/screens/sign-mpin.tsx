/**
 * A signature takes a fresh mPIN, or fingerprint or face, for exactly this request, and so does a sign-in where the company wants it; what it is
 * about is said once more above the key pad, and how many tries are left when they are few, before the first of them as well.
 */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { Portal } from "../parts/portal.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { SignedLine } from "../parts/signed-line.tsx";
import { TimeLeft } from "../parts/time-left.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import { takesMpin } from "../state/reduce-decision.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function SignMpin({ state, send }: ScreenPropsOf<"sign-mpin">) {
  const { problem, opened, busy, byPasskey, account } = state;
  const words = messages.signMpin[opened.envelope.kind];
  const asking = busy && byPasskey === true;
  const wrong = problem?.code === "wrong_mpin";
  const mpinOnly = account.passkey === "on" && takesMpin(state);
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={
        <>
          <TimeLeft ending={state.ending} />
          {account.passkey === "on" && !mpinOnly && (
            <Button
              wide
              kind="main"
              icon="finger"
              busy={asking}
              disabled={busy}
              onPress={() => send({ type: "passkey-asked" })}
            >
              {asking ? messages.addPasskey.asking : words.passkey}
            </Button>
          )}
          <MpinEntry
            mpin={account.mpin}
            enterLabel={words.go}
            busy={busy ? (asking ? messages.addPasskey.asking : words.busy) : null}
            byPasskey={byPasskey}
            onMpin={(mpin) => send({ type: "mpin-given", mpin })}
            onKey={() => send({ type: "mpin-key" })}
          />
        </>
      }
    >
      {opened.envelope.kind === "signature" ? (
        <SignedLine content={opened.envelope.content} />
      ) : (
        <Portal name={opened.envelope.relying_party.name} origin={opened.envelope.origin} />
      )}
      {mpinOnly && <p>{messages.problems.mpin_required}</p>}
      {!wrong && problem?.code !== "mpin_required" && <ProblemNotice problem={problem} deciding />}
      <TriesLeft left={account.triesLeft} wrong={wrong} />
    </Screen>
  );
}
