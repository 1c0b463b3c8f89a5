/**
 * Choosing the mPIN, twice. The rules are those of the device, asked before the second time. The first is kept in
 * this component alone, until the second was typed.
 */
import { checkMpin } from "@mtoken/device";
import { Notice } from "@mtoken/look";
import { useEffect, useRef, useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { Screen } from "../parts/screen.tsx";
import { mpinHint } from "../words/mpin-hint.ts";
import { problemText } from "../words/problem-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function ChooseMpin({ state, send }: ScreenPropsOf<"choose-mpin">) {
  const words = messages.chooseMpin;
  const { mpin: policy } = state.invitation;
  const first = useRef("");
  const [repeating, setRepeating] = useState(false);
  const [told, setTold] = useState(state.problem === null ? null : problemText(state.problem));
  useEffect(() => () => void (first.current = ""), []);

  function choose(mpin: string): void {
    const weakness = checkMpin(mpin, policy);
    setTold(weakness === undefined ? null : messages.weakness[weakness]);
    if (weakness !== undefined) return;
    first.current = mpin;
    setRepeating(true);
  }

  function repeat(mpin: string): void {
    const same = mpin === first.current;
    first.current = "";
    setRepeating(false);
    setTold(words.different);
    if (same) send({ type: "mpin-given", mpin });
  }

  function back(): void {
    if (repeating) {
      first.current = "";
      setRepeating(false);
    } else {
      send({ type: "back" });
    }
  }

  return (
    <Screen
      key={repeating ? "repeat" : "choose"}
      name={state.screen}
      title={repeating ? words.repeatTitle : words.title}
      onBack={back}
      actions={
        <MpinEntry
          mpin={policy}
          enterLabel={repeating ? words.repeatDone : words.next}
          busy={null}
          onMpin={repeating ? repeat : choose}
        />
      }
    >
      <p class="lead">{repeating ? words.repeatHint : mpinHint(policy)}</p>
      {told !== null && !repeating && (
        <Notice tone="warn" alert>
          {told}
        </Notice>
      )}
    </Screen>
  );
}
