/** Giving this device up, which can't be undone: it names whose device it is, says what follows, and the button has the verb. */
import { messages } from "../language/catalogue.ts";
import { KeepOrGo } from "../parts/keep-or-go.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Deactivate({ state, send }: ScreenPropsOf<"deactivate">) {
  const words = messages.deactivate;
  const { busy, problem, account } = state;
  const actions = (
    <KeepOrGo
      keep={words.keep}
      onKeep={() => send({ type: "back" })}
      go={words.go}
      onGo={() => send({ type: "deactivation-confirmed" })}
      kind="danger"
      busy={busy ? words.busy : null}
    />
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <p class="lead">{words.what({ user: account.profile.user.name })}</p>
      <ProblemNotice problem={problem} />
    </Screen>
  );
}
