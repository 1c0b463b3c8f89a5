/**
 * The locked phone. It says nothing of whose it is; how many tries are left is said in words, and before the last
 * one it is said what that one means.
 */
import { Button, Mark, Notice } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { LanguageChoice } from "../parts/language-choice.tsx";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { OfflineNotice } from "../parts/offline-notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Unlock({ state, send }: ScreenPropsOf<"unlock">) {
  const words = messages.unlock;
  const asking = state.busy && state.byPasskey === true;
  const wrong = state.problem?.code === "wrong_mpin";
  return (
    <Screen
      name={state.screen}
      title={words.title}
      corner={<LanguageChoice />}
      above={<Mark />}
      actions={
        <>
          {state.passkey && (
            <Button
              wide
              kind="main"
              icon="finger"
              busy={asking}
              disabled={state.busy}
              onPress={() => send({ type: "passkey-asked" })}
            >
              {asking ? messages.addPasskey.asking : words.passkey}
            </Button>
          )}
          <MpinEntry
            mpin={state.mpin}
            enterLabel={words.go}
            busy={state.busy ? (asking ? messages.addPasskey.asking : words.checking) : null}
            byPasskey={state.byPasskey}
            onMpin={(mpin) => send({ type: "mpin-given", mpin })}
            onKey={() => send({ type: "mpin-key" })}
          />
          <button
            type="button"
            class="link"
            disabled={state.busy}
            onClick={() => send({ type: "mpin-forgotten" })}
          >
            {words.forgotten}
          </button>
        </>
      }
    >
      <p class={state.waiting === null ? "lead" : "lead awaited"}>{leadOf(state)}</p>
      {/* An attempt that failed for it says so itself, and of its try nobody knows. */}
      {state.problem?.code !== "offline" && <OfflineNotice>{messages.offline.unlock}</OfflineNotice>}
      {state.reason !== null && <Notice tone="quiet">{words.reasons[state.reason]}</Notice>}
      {!wrong && <ProblemNotice problem={state.problem} />}
      <TriesLeft left={state.triesLeft} wrong={wrong} />
    </Screen>
  );
}

function leadOf({ waiting }: ScreenPropsOf<"unlock">["state"]): string {
  const words = messages.unlock;
  return waiting === null ? words.hint : words.waiting[waiting.kind];
}
