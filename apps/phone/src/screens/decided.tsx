/** What has happened, still and unmistakable, and where to look next. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import { SignedLine } from "../parts/signed-line.tsx";
import type { Outcome } from "../state/app-state.ts";
import type { Problem } from "../state/problem.ts";
import { problemText } from "../words/problem-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Decided({ state, send }: ScreenPropsOf<"decided">) {
  const { outcome, returnTo } = state;
  const { title, text, seal } = describe(outcome);
  const actions = (
    <>
      {returnTo !== null && (
        <Button wide kind="main" onPress={() => send({ type: "lead-back" })}>
          {messages.decided.leadBack}
        </Button>
      )}
      <Button wide kind={returnTo === null ? "main" : "quiet"} onPress={() => send({ type: "go-on" })}>
        {messages.decided.go}
      </Button>
    </>
  );
  return (
    <Screen
      name={`decided ${outcome.kind}`}
      title={title}
      above={<Seal kind={seal} {...(seal === "warn" && { icon: "alert" })} />}
      actions={actions}
    >
      {(outcome.kind === "signed" || outcome.kind === "refused") && (
        <SignedLine content={outcome.opened.envelope.content} />
      )}
      <p class="lead">{text}</p>
    </Screen>
  );
}

interface Description {
  title: string;
  text: string;
  /** Amber where it is not known what has happened. */
  seal: "good" | "stopped" | "warn";
}

function describe(outcome: Outcome): Description {
  const words = messages.decided;
  switch (outcome.kind) {
    case "signed-in":
      return {
        title: words.signedIn,
        text: words.signedInText[placeOf(outcome)]({ portal: outcome.opened.envelope.relying_party.name }),
        seal: "good",
      };
    case "signed":
      return { title: words.signed, text: words.signedText[placeOf(outcome)], seal: "good" };
    case "refused":
      return { title: words.refused, text: refusedText(outcome), seal: "stopped" };
    case "closed":
      return describeClosed(outcome.problem);
  }
}

/** What does not happen now, and where. */
function refusedText({ opened: { envelope } }: Outcome): string {
  return messages.decided.refusedText[envelope.kind]({ portal: envelope.relying_party.name });
}

/** Where the user looks next. */
function placeOf({ opened }: Outcome): "here" | "computer" {
  return opened.envelope.same_device ? "here" : "computer";
}

/** An answer that was lost or forged leaves open what became of the decision, and that is what it says. */
function describeClosed(problem: Problem): Description {
  const { closed, unclear, unclearText } = messages.decided;
  const { code } = problem;
  if (code === "request_closed" || code === "untrusted_answer")
    return { title: unclear, text: unclearText[code], seal: "warn" };
  return { title: closed, text: problemText(problem), seal: "stopped" };
}
