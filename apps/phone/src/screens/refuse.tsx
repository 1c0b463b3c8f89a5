/**
 * Why a request is refused: one touch sends it. "This wasn't me" stops everything of the user's, so it stands apart, says so itself,
 * and looks like none of the others; it asks nothing back (docs/decisions/0016-this-wasnt-me.md).
 */
import { Icon, Spinner } from "@mtoken/look";
import type { RefusalReason } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TimeLeft } from "../parts/time-left.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

const forSignIn: readonly RefusalReason[] = ["changed-mind", "other"];
const forSignature: readonly RefusalReason[] = ["wrong-content", "changed-mind", "other"];

export function Refuse({ state, send }: ScreenPropsOf<"refuse">) {
  const words = messages.refuse;
  const reasons = state.opened.envelope.kind === "sign-in" ? forSignIn : forSignature;
  const refuse = (reason: RefusalReason) => ({
    reason,
    disabled: state.busy,
    busy: state.busy && state.reason === reason,
    onChoose: () => send({ type: "refused", reason }),
  });
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      ends
      busy={state.busy ? wordsOfWork(state.reason) : null}
      actions={
        <>
          <TimeLeft ending={state.ending} />
          <div class="reasons">
            {reasons.map((reason) => (
              <ReasonButton key={reason} {...refuse(reason)} />
            ))}
          </div>
        </>
      }
    >
      <ProblemNotice problem={state.problem} deciding />
      <p class="lead">{words.hint}</p>
      <ReasonButton {...refuse("not-me")} />
    </Screen>
  );
}

interface ReasonButtonProps {
  reason: RefusalReason;
  disabled: boolean;
  /** Whether it is this one that is on its way. */
  busy: boolean;
  onChoose(): void;
}

function ReasonButton({ reason, disabled, busy, onChoose }: ReasonButtonProps) {
  const { title, text }: { title: string; text?: string } = messages.refuse.reasons[reason];
  return (
    <button
      type="button"
      class={`reason ${reason}`}
      data-reason={reason}
      aria-disabled={disabled}
      onClick={() => disabled || onChoose()}
    >
      {reason === "not-me" && <Icon name="alert" />}
      <strong>
        {busy && <Spinner />} {busy ? wordsOfWork(reason) : title}
      </strong>
      {text !== undefined && <span>{text}</span>}
    </button>
  );
}

function wordsOfWork(reason: RefusalReason): string {
  return reason === "not-me" ? messages.freeze.busy : messages.refuse.busy;
}
