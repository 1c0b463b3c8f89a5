/** One step: a number that becomes a tick, a title that opens it, and what to do. */
import { Icon } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { messages } from "./messages.ts";
import type { StepName } from "./progress.ts";

export interface StepFrameProps {
  name: StepName;
  number: number;
  done: boolean;
  current: boolean;
  open: boolean;
  onToggle(): void;
  children: ComponentChildren;
}

export function Step({ name, number, done, current, open, onToggle, children }: StepFrameProps) {
  const body = `step-${name}-body`;
  const step = useRef<HTMLLIElement>(null);
  const wasOpen = useRef(open);
  // Above it another may have been folded away, or it opens below what is seen.
  useEffect(() => {
    if (open && !wasOpen.current) step.current?.scrollIntoView({ block: "nearest" });
    wasOpen.current = open;
  }, [open]);
  return (
    <li
      ref={step}
      id={`step-${name}`}
      class={`step${done ? " done" : ""}${current ? " current" : ""}${open ? " open" : ""}`}
      aria-current={current ? "step" : undefined}
    >
      <span class="number" aria-hidden="true">
        {done ? <Icon name="check" /> : number}
      </span>
      <h3>
        <button type="button" class="step-title" aria-expanded={open} aria-controls={body} onClick={onToggle}>
          <span class="visually-hidden">{messages.steps.number(number)}</span>
          <span class="words">{messages.steps.titles[name]}</span>
          {done && <span class="chip good">{messages.steps.done}</span>}
          <span class="pointer">
            <Icon name="go" />
          </span>
        </button>
      </h3>
      <div class="step-body" id={body} hidden={!open}>
        {children}
      </div>
    </li>
  );
}
