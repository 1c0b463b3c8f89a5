/** The link led nowhere, or the server was out of reach; the link is kept, so that trying again is one touch. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

/** After these the same link leads nowhere, however often it is tried. */
const closed = ["activation_closed", "activation_refused", "not_found"];

export function InvitationFailed({ state, send }: ScreenPropsOf<"invitation-failed">) {
  const words = messages.invitationFailed;
  const hopeless = closed.includes(state.problem.code);
  const actions = (
    <>
      {!hopeless && (
        <Button wide kind="main" onPress={() => send({ type: "try-again" })}>
          {messages.tryAgain}
        </Button>
      )}
      <Button wide kind={hopeless ? "main" : "plain"} onPress={() => send({ type: "back" })}>
        {state.problem.code === "activation_refused" ? words.again : words.another}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={words.title} above={<Seal kind="stopped" />} actions={actions}>
      <ProblemNotice problem={state.problem} />
    </Screen>
  );
}
