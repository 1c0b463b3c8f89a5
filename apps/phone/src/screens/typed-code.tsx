/** The way to a request without a camera. */
import { Button } from "@mtoken/look";
import { normalizeBase32 } from "@mtoken/protocol";
import { useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { CodeField } from "../parts/code-field.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { problemText } from "../words/problem-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function TypedCode({ state, send }: ScreenPropsOf<"typed-code" | "claiming">) {
  const words = messages.typedCode;
  const [code, setCode] = useState("");
  const busy = state.screen === "claiming";
  const go = (): void => send({ type: "code-given", code });
  const problem = state.screen === "claiming" ? null : state.problem;
  const ofCode =
    problem !== null && (problem.code === "mistyped_code" || problem.code === "typed_code_refused");
  const actions = (
    <>
      <Button wide kind="main" busy={busy} disabled={normalizeBase32(code) === ""} onPress={go}>
        {busy ? messages.claiming.title : words.go}
      </Button>
      <Button wide icon="scan" disabled={busy} onPress={() => send({ type: "scan-asked" })}>
        {words.scan}
      </Button>
    </>
  );
  return (
    <Screen
      name="typed-code"
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={actions}
      busy={busy ? messages.claiming.title : null}
    >
      {!ofCode && <ProblemNotice problem={problem} />}
      <CodeField
        label={words.label}
        hint={words.hint}
        groups={[3, 3, 3]}
        value={code}
        problem={ofCode ? problemText(problem) : null}
        onInput={setCode}
        onEnter={go}
      />
      {/* The problem says it too. */}
      {problem === null && <p class="quiet">{words.none}</p>}
    </Screen>
  );
}
