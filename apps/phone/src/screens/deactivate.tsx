/** Giving this device up, which can't be undone: first why, by one touch; then whose device it is and what follows, and the button has the verb. */
import { Button } from "@mtoken/look";
import { longestNote, readTypedNote } from "@mtoken/protocol";
import { useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { Field } from "../parts/field.tsx";
import { KeepOrGo } from "../parts/keep-or-go.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { isUnanswered } from "../state/problem.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

/** Who lost the phone can't say so on it. */
const reasons = ["replaced", "suspicious", "left-company", "mistake", "other"] as const;

export function Deactivate(props: ScreenPropsOf<"deactivate">) {
  return props.state.reason === null ? <AskWhy {...props} /> : <Confirm {...props} />;
}

function AskWhy({ state, send }: ScreenPropsOf<"deactivate">) {
  const words = messages.deactivate;
  const back = () => send({ type: "back" });
  const actions = (
    <div class="reasons">
      {reasons.map((reason) => (
        <button
          key={reason}
          type="button"
          class="reason"
          data-reason={reason}
          onClick={() => send({ type: "deactivation-reason-chosen", reason })}
        >
          <strong>{words.reasons[reason]}</strong>
        </button>
      ))}
      <Button wide onPress={back}>
        {words.keep}
      </Button>
    </div>
  );
  return (
    <Screen name={state.screen} title={words.whyTitle} onBack={back} actions={actions}>
      <p class="lead">{words.whyHint}</p>
    </Screen>
  );
}

function Confirm({ state, send }: ScreenPropsOf<"deactivate">) {
  const words = messages.deactivate;
  const { busy, problem, account } = state;
  const atWork = busy ? words.busy : null;
  const [typed, setTyped] = useState("");
  // As the server will look at it: it can't be told of what it would refuse.
  const { line: note, problem: inNote } = readTypedNote(typed);
  const wrong = { "too-long": words.noteLong, unsafe: words.noteProblem };
  const reason = reasons.find((known) => known === state.reason) ?? "other";
  const confirm = () => inNote === null && send({ type: "deactivation-confirmed", note });
  const actions = (
    <>
      <KeepOrGo
        keep={words.keep}
        onKeep={() => send({ type: "settings-asked" })}
        go={words.go}
        onGo={confirm}
        kind="danger"
        busy={atWork}
      />
      {isUnanswered(problem) && (
        <Button wide disabled={busy} onPress={() => send({ type: "start-anew" })}>
          {messages.startOver.erase}
        </Button>
      )}
    </>
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
      <p class="lead">{words.what({ user: account.profile.user.name })}</p>
      <p class="quiet">{words.reason({ reason: words.reasons[reason] })}</p>
      <Field
        label={words.note}
        hint={words.noteHint}
        words
        value={typed}
        maxLength={longestNote}
        problem={inNote && wrong[inNote]}
        disabled={busy}
        onInput={setTyped}
      />
    </Screen>
  );
}
