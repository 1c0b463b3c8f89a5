/** Giving this device up, which can't be undone: it names whose device it is, says what follows, and the button has the verb. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Deactivate({ state, send }: ScreenPropsOf<"deactivate">) {
  const words = messages.deactivate;
  const { busy, problem, account } = state;
  const actions = (
    <>
      <Button wide disabled={busy} onPress={() => send({ type: "back" })}>
        {words.keep}
      </Button>
      <Button wide kind="danger" disabled={busy} onPress={() => send({ type: "deactivation-confirmed" })}>
        {words.go}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <p class="lead">{words.what({ user: account.profile.user.name })}</p>
      <ProblemNotice problem={problem} />
    </Screen>
  );
}
