/** The app was loaded and could not begin: mostly its server did not answer. */
import { Button, Notice, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function CannotStart({ state, send }: ScreenPropsOf<"cannot-start">) {
  const isElsewhere = state.problem.code === "wrong_server";
  // Whose address this is does not change by asking again.
  const again = isElsewhere ? undefined : (
    <Button wide kind="main" onPress={() => send({ type: "try-again" })}>
      {messages.tryAgain}
    </Button>
  );
  return (
    <Screen
      name={state.screen}
      title={messages.cannotStart.title}
      above={<Seal kind="stopped" />}
      actions={again}
    >
      {isElsewhere ? (
        <Notice tone="warn" alert>
          {messages.cannotStart.elsewhere({ origin: location.origin })}
        </Notice>
      ) : (
        <ProblemNotice problem={state.problem} />
      )}
    </Screen>
  );
}
