/**
 * A phone has confirmed. The page names its user and asks before it redeems: else a hostile user could sign a
 * victim's browser in as himself (docs/protocol.md §8).
 */
import { Button, Notice, Seal } from "@mtoken/look";
import { useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { Connection } from "../parts/connection.tsx";
import { Heading } from "../parts/heading.tsx";
import { isForFingers } from "../running/is-for-fingers.ts";
import type { Press } from "../state/page-event.ts";
import type { StageOf } from "../state/stage.ts";
import { problemWords } from "../words/problem-words.ts";

export interface ApprovedScreenProps {
  stage: StageOf<"approved">;
  onPress(what: Press): void;
}

export function ApprovedScreen({ stage, onPress }: ApprovedScreenProps) {
  const { info, userName, link, problem, mayRemember } = stage;
  const words = messages.approved;
  const [remember, setRemember] = useState(false);
  return (
    <div class="outcome">
      <Seal kind="accent" icon="user" />
      <Heading text={words.title({ name: userName })} />
      <p class="lead">{words.text({ name: userName, portal: info.relying_party.name })}</p>
      {problem !== null && (
        <Notice tone="warn" alert title={problemWords(problem).title}>
          {problemWords(problem).text}
        </Notice>
      )}
      <Connection link={link} />
      {mayRemember && (
        <label class="remember">
          <input
            type="checkbox"
            checked={remember}
            aria-describedby="remember-hint"
            onChange={({ currentTarget }) => setRemember(currentTarget.checked)}
          />
          <span>{isForFingers() ? words.rememberBrowser : words.remember}</span>
          <small id="remember-hint" class="quiet">
            {words.rememberHint({ name: userName })}
          </small>
        </label>
      )}
      <div class="actions">
        <Button kind="main" onPress={() => onPress(remember ? "continue-and-remember" : "continue")}>
          {words.go({ name: userName })}
        </Button>
        <Button kind="plain" onPress={() => onPress("not-me")}>
          {words.notMe}
        </Button>
      </div>
    </div>
  );
}
