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

/** Why an mPIN is asked for once more: what the phone or the server has against the one before, or that two differed. */
type Why = keyof typeof messages.weakness | "different" | "problem";

export function ChooseMpin({ state, send }: ScreenPropsOf<"choose-mpin">) {
  const words = messages.chooseMpin;
  const { mpin: policy } = state.invitation;
  const first = useRef("");
  const [repeating, setRepeating] = useState(false);
  const [why, setWhy] = useState<Why | null>(state.problem === null ? null : "problem");
  useEffect(() => () => void (first.current = ""), []);

  function choose(mpin: string): void {
    const weakness = checkMpin(mpin, policy);
    setWhy(weakness ?? null);
    if (weakness !== undefined) return;
    first.current = mpin;
    setRepeating(true);
  }

  function repeat(mpin: string): void {
    const same = mpin === first.current;
    first.current = "";
    setRepeating(false);
    setWhy("different");
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

  function whyText(reason: Why): string | null {
    if (reason === "different") return words.different;
    if (reason === "problem") return state.problem === null ? null : problemText(state.problem);
    return messages.weakness[reason];
  }

  const told = why === null || repeating ? null : whyText(why);
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
      {told !== null && (
        <Notice tone="warn" alert>
          {told}
        </Notice>
      )}
    </Screen>
  );
}
