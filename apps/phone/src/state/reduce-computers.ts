/** Computers: one that asks to be known, and those that the user knows (docs/protocol.md §8). */
import type { AppEvent } from "./app-event.ts";
import type { Account, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import type { Problem } from "./problem.ts";
import { landing } from "./reduce-freeze.ts";

type ComputerScreen = "enrol-computer" | "computers" | "remove-computer";

const atWork = { busy: true, problem: null };

/** What was heard of it last; nothing where it is asked no more. */
export function enrolmentScreen(account: Account): Step | undefined {
  const { enrolment } = account;
  if (enrolment === null) return undefined;
  return to({ screen: "enrol-computer", account, enrolment, busy: false, problem: null });
}

export function computersScreen(account: Account): Step {
  return toWith({ screen: "computers", account, computers: null, ...atWork }, { type: "list-computers" });
}

export function reduceComputers(state: StateOf<ComputerScreen>, event: AppEvent): Step | undefined {
  if (event.type === "computers-failed") return to({ ...state, busy: false, problem: event.problem });
  switch (state.screen) {
    case "enrol-computer":
      return reduceEnrolment(state, event);
    case "computers":
      return reduceList(state, event);
    case "remove-computer":
      return reduceRemoval(state, event);
  }
}

function reduceEnrolment(state: StateOf<"enrol-computer">, event: AppEvent): Step | undefined {
  const { account, enrolment, busy, problem } = state;
  switch (event.type) {
    case "enrolment-answered":
      if (busy || isOver(problem)) return undefined;
      return toWith(
        { ...state, ...atWork },
        { type: "answer-enrolment", enrolment, decision: event.remember ? "approve" : "refuse" },
      );
    case "enrolment-settled":
      return to(landing({ ...account, enrolment: null }));
    case "back":
      if (busy) return undefined;
      return to(landing(isOver(problem) ? { ...account, enrolment: null } : account));
    default:
      return undefined;
  }
}

/** After these nobody can answer the question any more. */
export function isOver(problem: Problem | null): boolean {
  return problem !== null && ["request_expired", "request_closed", "not_found"].includes(problem.code);
}

function reduceList(state: StateOf<"computers">, event: AppEvent): Step | undefined {
  const { account, computers, busy } = state;
  switch (event.type) {
    case "computers-heard":
      return to({ ...state, computers: event.computers, busy: false, problem: null });
    case "computer-chosen": {
      const computer = computers?.find(({ id }) => id === event.computer);
      if (computer === undefined) return undefined;
      return to({ screen: "remove-computer", account, computer, busy: false, problem: null });
    }
    case "try-again":
      return busy ? undefined : toWith({ ...state, ...atWork }, { type: "list-computers" });
    case "back":
      return toWith({ screen: "settings", account, fingerprint: null }, { type: "read-fingerprint" });
    default:
      return undefined;
  }
}

function reduceRemoval(state: StateOf<"remove-computer">, event: AppEvent): Step | undefined {
  const { account, computer, busy } = state;
  switch (event.type) {
    case "computer-removal-confirmed":
      if (busy) return undefined;
      return toWith({ ...state, ...atWork }, { type: "remove-computer", computer: computer.id });
    case "computers-heard":
      return to({ screen: "computers", account, computers: event.computers, busy: false, problem: null });
    case "back":
      return busy ? undefined : computersScreen(account);
    default:
      return undefined;
  }
}
