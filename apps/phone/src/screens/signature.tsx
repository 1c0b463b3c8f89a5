/**
 * A signature: everything that is signed, in full, and who asks for it. Rendered from the verified envelope alone; what
 * is shown is what is signed (RTS article 5).
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
import { SignatureContent } from "../parts/signature-content.tsx";
import { TimeLeft } from "../parts/time-left.tsx";
import { useDigits } from "../parts/use-digits.ts";
import { useReading } from "../parts/use-reading.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Signature({ state, send }: ScreenPropsOf<"signature">) {
  const words = messages.request;
  const { envelope } = state.opened;
  const { content, computer } = envelope;
  const digits = useDigits(state.problem, state.digits);
  // A problem is what came of confirming, which took having read it.
  const seen = useReading(state.problem !== null);
  const confirm = (): void => (seen ? send({ type: "confirmed", digits: digits.value }) : readOn());
  if (content === null) return null;
  // The digits stand at the foot: beneath all that is signed nobody would know of them.
  const actions = (
    <>
      <TimeLeft ending={state.ending} />
      {envelope.digits && (
        <DigitsField value={digits.value} problem={digits.problem} onInput={digits.set} onEnter={confirm} />
      )}
      <Decision
        confirm={words.confirm}
        seen={seen}
        busy={false}
        onConfirm={confirm}
        onRefuse={() => send({ type: "refuse-asked" })}
      />
    </>
  );
  return (
    <Screen name={state.screen} title={words.signTitles[content.type]} actions={actions}>
      {state.problem?.code !== "digits_needed" && <ProblemNotice problem={state.problem} />}
      <SignatureContent content={content} />
      <h2>{words.askedBy}</h2>
      <Portal name={envelope.relying_party.name} origin={envelope.origin} />
      {computer !== null && <ComputerCard computer={computer} sameDevice={envelope.same_device} />}
      <Details>
        <Detail name={words.as}>
          {words.from({ name: envelope.user.name, company: envelope.company.name })}
        </Detail>
        <Detail name={words.asked}>{momentText(envelope.asked_at, Date.now(), formats)}</Detail>
      </Details>
    </Screen>
  );
}
