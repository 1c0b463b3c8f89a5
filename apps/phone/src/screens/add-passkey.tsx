/** Turning fingerprint or face on: what it is, then the phone's own question, then the mPIN, so that nobody adds a finger of theirs. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function AddPasskey(props: ScreenPropsOf<"add-passkey">) {
  if (props.state.step === "mpin") return <Confirmed {...props} />;
  return props.state.account.passkey === "off" ? <Explained {...props} /> : <Impossible {...props} />;
}

/** It was tried, and this phone can't do it or its company does not allow it: nothing is offered that can't be had. */
function Impossible({ state, send }: ScreenPropsOf<"add-passkey">) {
  const words = messages.addPasskey;
  const actions = (
    <Button wide kind="main" onPress={() => send({ type: "back" })}>
      {words.goOn}
    </Button>
  );
  return (
    <Screen key="impossible" name={state.screen} title={words.impossible} actions={actions}>
      <ProblemNotice problem={state.problem} />
    </Screen>
  );
}

function Explained({ state, send }: ScreenPropsOf<"add-passkey">) {
  const words = messages.addPasskey;
  const { busy, problem } = state;
  const actions = (
    <>
      <Button wide kind="main" icon="finger" busy={busy} onPress={() => send({ type: "passkey-asked" })}>
        {busy ? words.asking : words.go}
      </Button>
      <Button wide kind="quiet" disabled={busy} onPress={() => send({ type: "back" })}>
        {words.later}
      </Button>
    </>
  );
  return (
    <Screen
      key="explain"
      name={state.screen}
      title={words.title}
      actions={actions}
      busy={busy ? words.asking : null}
    >
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
