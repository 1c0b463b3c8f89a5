/** What went wrong, and what to do now. A code that has no words of its own is named, for whoever is asked. */
import type { IconName } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import type { Words } from "../messages.ts";
import type { Problem } from "../state/problem.ts";

export function problemWords(problem: Problem): Words {
  const { problems } = messages;
  switch (problem) {
    case "offline":
      return problems.offline;
    case "unavailable":
      return problems.unavailable;
    case "begun_elsewhere":
      return problems.begunElsewhere;
    case "computer_stopped":
      return problems.computerStopped;
    case "rate_limited":
      return problems.rateLimited;
    default:
      return { title: problems.other.title, text: problems.other.text({ problem }) };
  }
}

/** What is drawn beside it. */
export function problemIcon(problem: Problem): IconName {
  switch (problem) {
    case "offline":
    case "unavailable":
      return "offline";
    case "rate_limited":
      return "clock";
    case "computer_stopped":
      return "computer";
    default:
      return "alert";
  }
}
