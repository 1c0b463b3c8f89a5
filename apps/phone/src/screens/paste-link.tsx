/** The way in for a link that was opened elsewhere, or a phone without a camera. */
import { Button } from "@mtoken/look";
import { useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { Field } from "../parts/field.tsx";
import { Screen } from "../parts/screen.tsx";
import { problemText } from "../words/problem-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function PasteLink({ state, send }: ScreenPropsOf<"paste-link">) {
  const words = messages.pasteLink;
  const [link, setLink] = useState("");
  const [empty, setEmpty] = useState(false);

  function go(): void {
    const text = link.trim();
    setEmpty(text === "");
    if (text !== "") send({ type: "text-read", text });
  }

  const { problem } = state;
  const told = problem === null || problem.code === "unreadable_code" ? null : problemText(problem);
  const actions = (
    <Button wide kind="main" onPress={go}>
      {words.go}
    </Button>
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <Field
        label={words.label}
        titled
        hint={words.hint({ address: `${location.origin}/a` })}
        value={link}
        problem={empty ? words.empty : problem?.code === "unreadable_code" ? words.noLink : told}
        onInput={setLink}
        onEnter={go}
      />
    </Screen>
  );
}
