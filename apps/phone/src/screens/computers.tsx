/** The computers that the user knows, that wait for an administrator, or that are refused: each can be taken off the list. */
import { Button, Icon, momentText } from "@mtoken/look";
import type { OwnComputer } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { computerName } from "../words/computer-name.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Computers({ state, send }: ScreenPropsOf<"computers">) {
  const words = messages.computers;
  const { computers, busy, problem } = state;
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })}>
      <div aria-live="polite">
        <ProblemNotice problem={problem} />
      </div>
      {problem !== null && !busy && (
        <Button wide kind="plain" onPress={() => send({ type: "try-again" })}>
          {messages.tryAgain}
        </Button>
      )}
      <p class="quiet">{words.hint}</p>
      <div aria-live="polite">
        {computers === null && busy && <p class="quiet empty">{messages.inbox.asking}</p>}
        {computers?.length === 0 && <p class="quiet empty">{words.empty}</p>}
      </div>
      {computers !== null && computers.length > 0 && (
        <ul class="notices">
          {computers.map((computer) => (
            <Computer
              key={computer.id}
              computer={computer}
              onRemove={() => send({ type: "computer-chosen", computer: computer.id })}
            />
          ))}
        </ul>
      )}
    </Screen>
  );
}

const icons = { known: "computer", waiting: "clock", refused: "hold" } as const;

function Computer({ computer, onRemove }: { computer: OwnComputer; onRemove(): void }) {
  const { description, status } = computer;
  return (
    <li class="told" data-computer={status}>
      <Icon name={icons[status]} />
      <span>
        <strong>
          <bdi>{computerName(description)}</bdi>
        </strong>
        <span>{lineOf(computer)}</span>
        <Button kind="plain" onPress={onRemove}>
          {messages.computers.remove[status]}
        </Button>
      </span>
    </li>
  );
}

function lineOf({ status, since, used }: OwnComputer): string {
  const words = messages.computers;
  const moment = (at: number) => momentText(at, Date.now(), formats);
  if (status !== "known") return words[status]({ since: moment(since) });
  return words.known({ since: moment(since), used: moment(used ?? since) });
}
