/** Taking a computer off the list: it names it, and says what follows. */
import { messages } from "../language/catalogue.ts";
import { Question } from "../parts/question.tsx";
import { computerName } from "../words/computer-name.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function RemoveComputer({ state, send }: ScreenPropsOf<"remove-computer">) {
  const words = messages.removeComputer;
  const { busy, problem, computer } = state;
  return (
    <Question
      name={state.screen}
      title={words.title[computer.status]}
      keep={words.keep}
      go={messages.computers.remove[computer.status]}
      kind="main"
      busy={busy ? words.busy[computer.status] : null}
      problem={problem}
      onBack={() => send({ type: "back" })}
      onGo={() => send({ type: "computer-removal-confirmed" })}
    >
      <p class="lead">
        <bdi>{computerName(computer.description)}</bdi>
      </p>
      <p>{words.what[computer.status]}</p>
    </Question>
  );
}
