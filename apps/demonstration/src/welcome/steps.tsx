/** The five steps: the one that is next lies open, the others can be opened. */
import { Notice } from "@mtoken/look";
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Cast } from "../api/cast.ts";
import { ActivateStep } from "./activate-step.tsx";
import { EvidenceStep } from "./evidence-step.tsx";
import { messages } from "./messages.ts";
import { PaymentStep } from "./payment-step.tsx";
import { PortalStep } from "./portal-step.tsx";
import { currentStep, doneSteps, type StepName, stepNames } from "./progress.ts";
import { ScanStep } from "./scan-step.tsx";
import { Step } from "./step.tsx";
import { Stopped } from "./stopped.tsx";

export interface StepProps {
  cast: Cast;
  done: boolean;
  refresh(): void;
}

const contents: Record<StepName, ComponentType<StepProps>> = {
  activate: ActivateStep,
  portal: PortalStep,
  scan: ScanStep,
  payment: PaymentStep,
  evidence: EvidenceStep,
};

export function Steps({ cast, refresh }: { cast: Cast; refresh(): void }) {
  const done = doneSteps(cast);
  const current = currentStep(done);
  // Nobody's reading is folded away at the end.
  const shown = current ?? "evidence";
  const news = useNews(done);
  const [toggled, setToggled] = useState<Partial<Record<StepName, boolean>>>({});
  // What was opened or closed by hand stays so until the next step comes up.
  useEffect(() => setToggled({}), [current]);

  return (
    <section class="job" aria-labelledby="steps-title">
      <h2 class="visually-hidden" id="steps-title">
        {messages.steps.title}
      </h2>
      <p class="visually-hidden" role="status">
        {news}
      </p>
      <Stopped cast={cast} />
      {current === undefined && (
        <Notice tone="good" title={messages.allDone.title}>
          {messages.allDone.text}
        </Notice>
      )}
      <ol class="job-steps">
        {stepNames.map((name, index) => {
          const Content = contents[name];
          const open = toggled[name] ?? name === shown;
          return (
            <Step
              key={name}
              name={name}
              number={index + 1}
              done={done.has(name)}
              current={name === current}
              open={open}
              onToggle={() => setToggled({ ...toggled, [name]: !open })}
            >
              <Content cast={cast} done={done.has(name)} refresh={refresh} />
            </Step>
          );
        })}
      </ol>
    </section>
  );
}

/** What a screen reader is told when a step has just been done. */
function useNews(done: ReadonlySet<StepName>): string {
  const before = useRef(done);
  const [news, setNews] = useState("");
  useEffect(() => {
    const fresh = stepNames.filter((name) => done.has(name) && !before.current.has(name));
    before.current = done;
    const last = fresh.at(-1);
    if (last === undefined) return;
    setNews(messages.steps.isDone(stepNames.indexOf(last) + 1, messages.steps.titles[last]));
  }, [done]);
  return news;
}
