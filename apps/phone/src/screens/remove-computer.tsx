/** Taking a computer off the list: it names it, and says what follows. */
import { messages } from "../language/catalogue.ts";
import { KeepOrGo } from "../parts/keep-or-go.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { computerName } from "../words/computer-name.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function RemoveComputer({ state, send }: ScreenPropsOf<"remove-computer">) {
  const words = messages.removeComputer;
  const { busy, problem, computer } = state;
  const atWork = busy ? words.busy[computer.status] : null;
  const actions = (
    <KeepOrGo
      keep={words.keep}
      onKeep={() => send({ type: "back" })}
      go={messages.computers.remove[computer.status]}
      onGo={() => send({ type: "computer-removal-confirmed" })}
      kind="main"
      busy={atWork}
    />
  );
  return (
    <Screen
      name={state.screen}
      title={words.title[computer.status]}
      onBack={() => send({ type: "back" })}
      actions={actions}
      busy={atWork}
    >
      <ProblemNotice problem={problem} />
      <p class="lead">
        <bdi>{computerName(computer.description)}</bdi>
      </p>
      <p>{words.what[computer.status]}</p>
    </Screen>
  );
}
