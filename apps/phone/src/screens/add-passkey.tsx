/** Turning fingerprint or face on: what it is, then the phone's own question, then the mPIN, so that nobody adds a finger of theirs. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function AddPasskey(props: ScreenPropsOf<"add-passkey">) {
  return props.state.step === "explain" ? <Explained {...props} /> : <Confirmed {...props} />;
}

function Explained({ state, send }: ScreenPropsOf<"add-passkey">) {
  const words = messages.addPasskey;
  const { busy, problem, account } = state;
  const actions = (
    <>
      {account.passkey === "off" && (
        <Button
          wide
          kind="main"
          icon="finger"
          disabled={busy}
          onPress={() => send({ type: "passkey-asked" })}
        >
          {busy ? words.asking : words.go}
        </Button>
      )}
      <Button wide kind="quiet" disabled={busy} onPress={() => send({ type: "back" })}>
        {account.passkey === "off" ? words.later : words.goOn}
      </Button>
    </>
  );
  return (
    <Screen key="explain" name={state.screen} title={words.title} actions={actions}>
      <ProblemNotice problem={problem} />
      <p class="lead">{words.what}</p>
      <p>{words.keeps}</p>
      <p class="quiet">{words.others}</p>
    </Screen>
  );
}

function Confirmed({ state, send }: ScreenPropsOf<"add-passkey">) {
  const words = messages.addPasskey;
  const { busy, problem, account } = state;
  const wrong = problem?.code === "wrong_mpin";
  return (
    <Screen
      key="mpin"
      name={state.screen}
      title={words.mpinTitle}
      onBack={() => send({ type: "back" })}
      actions={
        <MpinEntry
          mpin={account.mpin}
          enterLabel={words.go}
          busy={busy ? words.adding : null}
          onMpin={(mpin) => send({ type: "mpin-given", mpin })}
        />
      }
    >
      <p class="lead">{words.mpinHint}</p>
      {!wrong && <ProblemNotice problem={problem} />}
      <TriesLeft left={account.triesLeft} wrong={wrong} />
    </Screen>
  );
}
