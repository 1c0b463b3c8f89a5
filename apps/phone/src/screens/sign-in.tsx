/**
 * A sign-in: which portal, under which address, on which computer. Rendered from the verified envelope alone
 * (docs/protocol.md §7).
 */
import { momentText } from "@mtoken/look";
import { formats, messages } from "../language/catalogue.ts";
import { ComputerCard } from "../parts/computer-card.tsx";
import { Decision } from "../parts/decision.tsx";
import { Detail, Details } from "../parts/details.tsx";
import { DigitsField } from "../parts/digits-field.tsx";
import { readOn } from "../parts/more-below.tsx";
import { Portal } from "../parts/portal.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TimeLeft } from "../parts/time-left.tsx";
import { useDigits } from "../parts/use-digits.ts";
import { useReading } from "../parts/use-reading.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function SignIn({ state, send }: ScreenPropsOf<"sign-in">) {
  const words = messages.request;
  const { envelope } = state.opened;
  const digits = useDigits(state.problem);
  // A problem is what came of confirming, which took having read it.
  const seen = useReading(state.problem !== null);
  const confirm = (): void => (seen ? send({ type: "confirmed", digits: digits.value }) : readOn());
  // The digits stand at the foot, as with a signature: beneath all that is read nobody would know of them.
  const actions = (
    <>
      <TimeLeft ending={state.ending} />
      {envelope.digits && (
        <DigitsField value={digits.value} problem={digits.problem} onInput={digits.set} onEnter={confirm} />
      )}
      <Decision
        confirm={state.busy ? words.confirming : words.confirm}
        seen={seen}
        busy={state.busy}
        onConfirm={confirm}
        onRefuse={() => send({ type: "refuse-asked" })}
      />
    </>
  );
  return (
    <Screen
      name={state.screen}
      title={words.signIn}
      actions={actions}
      busy={state.busy ? words.confirming : null}
    >
      <Portal name={envelope.relying_party.name} origin={envelope.origin} />
      {state.problem?.code !== "digits_needed" && <ProblemNotice problem={state.problem} deciding />}
      {envelope.computer !== null && (
        <ComputerCard computer={envelope.computer} sameDevice={envelope.same_device} />
      )}
      <Details>
        <Detail name={words.as}>
          {words.from({ name: envelope.user.name, company: envelope.company.name })}
        </Detail>
        <Detail name={words.asked}>{momentText(envelope.asked_at, Date.now(), formats)}</Detail>
      </Details>
    </Screen>
  );
}
