/** The administrator deactivates a phone that was lost (M11, M15): asked first, since there is no way back. */
import { Button, Notice } from "@mtoken/look";
import { useState } from "preact/hooks";
import { type Cast, deactivate } from "../api/cast.ts";
import { useFocus } from "../parts/use-focus.ts";
import { messages } from "./messages.ts";
import { phoneOf } from "./progress.ts";
import { problemText } from "./use-invitation.ts";

type Stage = { name: "idle" | "asking" | "working" | "done" } | { name: "failed"; problem: string };

export function LostPhone({ cast, refresh }: { cast: Cast; refresh(): void }) {
  const texts = messages.more.lost;
  const [stage, setStage] = useState<Stage>({ name: "idle" });
  const active = phoneOf(cast, "user")?.status === "active";
  const asking = active && (stage.name === "asking" || stage.name === "working");
  const question = useFocus<HTMLParagraphElement>(asking);
  const outcome = useFocus<HTMLDivElement>(!active && stage.name === "done");

  async function end(): Promise<void> {
    setStage({ name: "working" });
    try {
      await deactivate("user");
      setStage({ name: "done" });
      refresh();
    } catch (error) {
      setStage({ name: "failed", problem: problemText(error) });
    }
  }

  return (
    <>
      <h3>{texts.title}</h3>
      <p>{texts.text}</p>
      {asking ? (
        <div class="question">
          <p tabIndex={-1} ref={question}>
            <strong>{texts.question}</strong>
          </p>
          <p>{texts.consequence}</p>
          <p class="actions">
            <Button kind="danger" disabled={stage.name === "working"} onPress={() => void end()}>
              {texts.go}
            </Button>
            <Button disabled={stage.name === "working"} onPress={() => setStage({ name: "idle" })}>
              {texts.keep}
            </Button>
          </p>
        </div>
      ) : (
        active && (
          <p class="actions">
            <Button onPress={() => setStage({ name: "asking" })}>{texts.ask}</Button>
          </p>
        )
      )}
      {!active && stage.name !== "done" && <p class="quiet">{texts.nothing}</p>}
      <div role="status" tabIndex={-1} ref={outcome}>
        {!active && stage.name === "done" && <Notice tone="good">{texts.done}</Notice>}
        {stage.name === "failed" && <Notice tone="danger">{stage.problem}</Notice>}
      </div>
    </>
  );
}
