/**
 * A computer that asks to be known from now on, after a sign-in on it: its own question, rendered from the server's verified statement
 * alone (docs/protocol.md §8). Whoever confirmed a sign-in for somebody else's browser sees here once more which computer that was.
 */
import { Button, Icon, momentText } from "@mtoken/look";
import { formats, messages } from "../language/catalogue.ts";
import { Detail, Details } from "../parts/details.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { isOver } from "../state/reduce-computers.ts";
import { computerName } from "../words/computer-name.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function EnrolComputer({ state, send }: ScreenPropsOf<"enrol-computer">) {
  const words = messages.enrolComputer;
  const { busy, problem } = state;
  const { computer, user, company, relying_party: portal, iat } = state.enrolment.enrolment;
  const answer = (remember: boolean) => send({ type: "enrolment-answered", remember });
  const back = () => send({ type: "back" });
  const actions = isOver(problem) ? (
    <Button wide kind="main" onPress={back}>
      {messages.back}
    </Button>
  ) : (
    <>
      <Button wide kind="plain" busy={busy} onPress={() => answer(true)}>
        {busy ? words.busy : words.remember}
      </Button>
      <Button wide kind="plain" disabled={busy} onPress={() => answer(false)}>
        {words.refuse}
      </Button>
    </>
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={back}
      actions={actions}
      busy={busy ? words.busy : null}
    >
      <ProblemNotice problem={problem} />
      <div class="computer unknown" data-computer="unknown">
        <Icon name="computer" />
        <div>
          <strong>
            <bdi>{computerName(computer.description)}</bdi>
          </strong>
          <p>{words.what}</p>
        </div>
      </div>
      {!isOver(problem) && <p>{words.advice}</p>}
      <Details>
        <Detail name={messages.request.as}>
          {messages.request.from({ name: user.name, company: company.name })}
        </Detail>
        <Detail name={messages.request.askedBy}>{portal.name}</Detail>
        <Detail name={messages.request.asked}>{momentText(iat, Date.now(), formats)}</Detail>
      </Details>
    </Screen>
  );
}
