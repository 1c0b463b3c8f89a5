/** How to begin: what one needs, and the two ways in. */
import { Button, Icon, Mark, Notice } from "@mtoken/look";
import { useContext } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { InstallContext, InstallHint } from "../parts/install-hint.tsx";
import { LanguageChoice } from "../parts/language-choice.tsx";
import { OfflineNotice } from "../parts/offline-notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

/** What was just opened must not lie behind the buttons that stay at the bottom (WCAG 2.2 §2.4.11). */
function bringIntoView(opened: HTMLDetailsElement): void {
  opened.scrollIntoView({ block: "end" });
}

export function Welcome({ state, send }: ScreenPropsOf<"welcome">) {
  const words = messages.welcome;
  const { way, usedBefore } = useContext(InstallContext);
  // Where the app on the home screen has storage of its own, installing comes first: the ways in stand back, and are asked there.
  const first = way === "ios" || way === "menu";
  const actions = (
    <>
      <Button wide kind={first ? "plain" : "main"} icon="scan" onPress={() => send({ type: "scan-asked" })}>
        {words.scan}
      </Button>
      <Button wide kind={first ? "quiet" : "plain"} onPress={() => send({ type: "paste-asked" })}>
        {words.paste}
      </Button>
    </>
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      corner={<LanguageChoice />}
      above={<Mark />}
      actions={actions}
    >
      <OfflineNotice>{messages.offline.welcome}</OfflineNotice>
      <ProblemNotice problem={state.problem} />
      <p class="lead">{words.lead}</p>
      {usedBefore && (
        <Notice tone="quiet" title={words.usedBefore}>
          {words.beforeText}
        </Notice>
      )}
      <InstallHint at="welcome" />
      {!first && (
        <>
          <h2>{words.need}</h2>
          <ul class="needs">
            <li>
              <Icon name="scan" /> <span>{words.link}</span>
            </li>
            <li>
              <Icon name="keyboard" /> <span>{words.code}</span>
            </li>
          </ul>
        </>
      )}
      {!usedBefore && (
        <details onToggle={({ currentTarget }) => currentTarget.open && bringIntoView(currentTarget)}>
          <summary>{words.usedBefore}</summary>
          <p>{words.beforeText}</p>
        </details>
      )}
    </Screen>
  );
}
