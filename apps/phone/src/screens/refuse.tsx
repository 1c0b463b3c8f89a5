/** Why a request is refused: one touch sends it. "This wasn't me" stands first, since it matters most. */
import type { RefusalReason } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

const forSignIn: readonly RefusalReason[] = ["not-me", "changed-mind", "other"];
const forSignature: readonly RefusalReason[] = ["not-me", "wrong-content", "changed-mind", "other"];

export function Refuse({ state, send }: ScreenPropsOf<"refuse">) {
  const words = messages.refuse;
  const reasons = state.opened.envelope.kind === "sign-in" ? forSignIn : forSignature;
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={
        <div class="reasons">
          {reasons.map((reason) => (
            <ReasonButton
              key={reason}
              reason={reason}
              disabled={state.busy}
              onChoose={() => send({ type: "refused", reason })}
            />
          ))}
        </div>
      }
    >
      <p class="lead">{words.hint}</p>
      <ProblemNotice problem={state.problem} deciding />
    </Screen>
  );
}

interface ReasonButtonProps {
  reason: RefusalReason;
  disabled: boolean;
  onChoose(): void;
}

function ReasonButton({ reason, disabled, onChoose }: ReasonButtonProps) {
  const { title, text }: { title: string; text?: string } = messages.refuse.reasons[reason];
  return (
    <button
      type="button"
      class={`reason ${reason}`}
      data-reason={reason}
      disabled={disabled}
      onClick={onChoose}
    >
      <strong>{title}</strong>
      {text !== undefined && <span>{text}</span>}
    </button>
  );
}
