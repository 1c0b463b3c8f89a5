/**
 * The locked phone after a change of the mPIN whose answer was lost: it has no key pad, since which mPIN counts the server
 * has to say first, and a wrong one would cost a try.
 */
import { Button, Mark } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function MpinInDoubt({ state, send }: ScreenPropsOf<"mpin-in-doubt">) {
  const { title, what, safe, asking } = messages.mpinInDoubt;
  const { busy, problem } = state;
  const actions = (
    <>
      <Button wide kind="main" busy={busy} onPress={() => send({ type: "try-again" })}>
        {busy ? asking : messages.tryAgain}
      </Button>
      <button type="button" class="link" disabled={busy} onClick={() => send({ type: "mpin-forgotten" })}>
        {messages.unlock.forgotten}
      </button>
    </>
  );
  return (
    <Screen name={state.screen} title={title} above={<Mark />} actions={actions} busy={busy ? asking : null}>
      <ProblemNotice problem={problem} />
      <p class="lead">{what}</p>
      <p>{safe}</p>
    </Screen>
  );
}
