/** The work of an activation, step by step, each when it truly happens. */
import type { ActivationProgress } from "@mtoken/device";
import { Icon } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

const order = ["offer", "keys", "register", "prove", "certify"] as const;
type Step = (typeof order)[number];

export function Activating({ state }: ScreenPropsOf<"activating">) {
  const words = messages.activating;
  const steps = state.invitation === null ? order.slice(order.indexOf("register")) : order;
  return (
    <Screen
      name={state.screen}
      title={words.title}
      busy={state.step === "done" ? words.done : words.steps[state.step]}
    >
      <p class="lead">{words.hint}</p>
      <ol class="progress">
        {steps.map((step) => (
          <StepLine key={step} step={words.steps[step]} standing={standing(step, state.step)} />
        ))}
      </ol>
    </Screen>
  );
}

type Standing = "done" | "now" | "later";

function standing(step: Step, current: ActivationProgress): Standing {
  if (current === "done" || order.indexOf(step) < order.indexOf(current)) return "done";
  return step === current ? "now" : "later";
}

function StepLine({ step, standing: at }: { step: string; standing: Standing }) {
  const words = messages.activating;
  return (
    <li class={at}>
      <span class="bullet">{at === "done" && <Icon name="check" />}</span>
      <span aria-hidden={at !== "later"}>{step}</span>
      {at !== "later" && (
        <span class="visually-hidden">
          {at === "done" ? words.stepDone({ step }) : words.stepNow({ step })}
        </span>
      )}
    </li>
  );
}
