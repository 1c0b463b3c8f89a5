/**
 * Changing the mPIN: the one of now, the new one, and that once more. What was typed is kept in this component alone, until the
 * last was typed or a step back is made. The rules are those of the device, asked before the second time.
 */
import { checkMpin } from "@mtoken/device";
import { Notice } from "@mtoken/look";
import { useEffect, useRef } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { MpinEntry } from "../parts/mpin-entry.tsx";
import { Screen } from "../parts/screen.tsx";
import { TriesLeft } from "../parts/tries-left.tsx";
import type { UserEvent } from "../state/app-event.ts";
import type { Account, MpinChangeNotice, MpinChangeStep } from "../state/app-state.ts";
import { mpinHint } from "../words/mpin-hint.ts";
import { problemText } from "../words/problem-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function ChangeMpin({ state, send }: ScreenPropsOf<"change-mpin">) {
  const { step, account, notice } = state;
  const typed = useRef({ now: "", chosen: "" });
  useEffect(() => () => void (typed.current = { now: "", chosen: "" }), []);

  function taken(mpin: string): UserEvent {
    const { now, chosen } = typed.current;
    switch (step) {
      case "now":
        typed.current = { now: mpin, chosen: "" };
        return { type: "mpin-typed" };
      case "new": {
        const why = mpin === now ? "same" : checkMpin(mpin, account.newMpin);
        if (why !== undefined) return { type: "mpin-rejected", why };
        typed.current = { now, chosen: mpin };
        return { type: "mpin-typed" };
      }
      case "again": {
        const same = mpin === chosen;
        typed.current = { now: same ? "" : now, chosen: "" };
        return same
          ? { type: "mpin-change-given", mpin: now, chosen }
          : { type: "mpin-rejected", why: "different" };
      }
    }
  }

  function back(): void {
    const { now } = typed.current;
    typed.current = { now: step === "again" ? now : "", chosen: "" };
    send({ type: "back" });
  }

  const words = wordsOf(step, account);
  return (
    <Screen
      key={step}
      name={state.screen}
      title={words.title}
      onBack={back}
      actions={
        <MpinEntry
          mpin={step === "now" ? account.mpin : account.newMpin}
          enterLabel={words.go}
          busy={null}
          onMpin={(mpin) => send(taken(mpin))}
        />
      }
    >
      <p class="lead">{words.hint}</p>
      <ChangeNotice notice={notice} />
      {step === "now" && <TriesLeft left={account.triesLeft} wrong={isWrong(notice)} />}
    </Screen>
  );
}

function wordsOf(step: MpinChangeStep, { newMpin }: Account): { title: string; hint: string; go: string } {
  const { chooseMpin, changeMpin } = messages;
  switch (step) {
    case "now":
      return changeMpin.now;
    case "new":
      return { ...changeMpin.new, hint: mpinHint(newMpin), go: chooseMpin.next };
    case "again":
      return { ...changeMpin.again, hint: chooseMpin.repeatHint };
  }
}

function isWrong(notice: MpinChangeNotice | null): boolean {
  return notice?.kind === "failed" && notice.problem.code === "wrong_mpin";
}

/** A wrong mPIN is told with the tries that are left. */
function ChangeNotice({ notice }: { notice: MpinChangeNotice | null }) {
  const { unchanged, tryAgain } = messages.changeMpin;
  if (notice === null || isWrong(notice)) return null;
  switch (notice.kind) {
    case "rejected":
      return (
        <Notice tone="warn" alert>
          {notice.why === "different" ? messages.changeMpin.different : messages.weakness[notice.why]}
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="warn" title={unchanged} alert>
          {problemText(notice.problem)}
        </Notice>
      );
    case "unchanged":
      return (
        <Notice tone="warn" title={unchanged} alert>
          {tryAgain}
        </Notice>
      );
  }
}
