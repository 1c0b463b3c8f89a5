/** Which questions concern whom, by the table that the server enforces, and the pages that their answers lead to. */
import { type Act, type Me, reachOf } from "@mtoken/protocol/people";
import { reachesCompanies, reachesOthers } from "../session/me.tsx";
import type { english } from "./messages.ts";

type QuestionKey = keyof typeof english.questions;

export interface Question {
  key: QuestionKey;
  isFor(me: Me): boolean;
  /** Addresses, of which each reader is led to those that are in their navigation. */
  pages: readonly string[];
}

/** Its questions stand under the name that the navigation has for a page, or under one of their own. */
export interface Topic {
  page: string | undefined;
  questions: readonly Question[];
}

const own =
  (act: Act) =>
  ({ role }: Me) =>
    reachOf(role, act).length > 0;
const others = (act: Act) => (me: Me) => reachesOthers(me, act);
const companies = (act: Act) => (me: Me) => reachesCompanies(me, act);
const stopsOnly = (me: Me) =>
  reachesCompanies(me, "device.deactivate") && !reachesOthers(me, "device.approve");

export const topics: readonly Topic[] = [
  {
    page: "/account",
    questions: [
      { key: "lost", isFor: own("device.deactivate"), pages: ["/account"] },
      { key: "newPhone", isFor: own("device.read"), pages: ["/account"] },
      { key: "wrongMpin", isFor: own("device.read"), pages: [] },
      { key: "unknownComputer", isFor: own("computer.read"), pages: ["/account"] },
      { key: "notMe", isFor: own("user.freeze"), pages: ["/account", "/activity"] },
    ],
  },
  {
    page: "/users",
    questions: [
      { key: "invite", isFor: others("user.create"), pages: ["/users"] },
      { key: "approve", isFor: others("device.approve"), pages: ["/devices"] },
      { key: "notArrived", isFor: others("invitation.send"), pages: ["/invitations"] },
      { key: "leaves", isFor: others("user.remove"), pages: ["/users"] },
      { key: "policy", isFor: others("policy.change"), pages: ["/policy", "/companies", "/proposals"] },
    ],
  },
  {
    page: "/emergency",
    questions: [
      { key: "stop", isFor: others("device.deactivate"), pages: ["/emergency"] },
      { key: "caller", isFor: companies("device.deactivate"), pages: ["/emergency"] },
      { key: "cannot", isFor: stopsOnly, pages: [] },
      { key: "goOn", isFor: others("user.unfreeze"), pages: ["/users"] },
    ],
  },
  {
    page: undefined,
    questions: [
      { key: "newCompany", isFor: others("company.create"), pages: ["/companies"] },
      { key: "lastAdministrator", isFor: companies("administrator.make"), pages: ["/companies", "/users"] },
      { key: "fourEyes", isFor: others("proposal.read"), pages: ["/proposals"] },
      { key: "limits", isFor: others("limits.read"), pages: ["/limits"] },
      { key: "keys", isFor: others("operator-keys.read"), pages: ["/identity-keys"] },
      { key: "undelivered", isFor: others("delivery.read"), pages: ["/deliveries"] },
      { key: "log", isFor: others("activity.read"), pages: ["/activity"] },
    ],
  },
];

/** What concerns a reader; a topic without a question for them is none of theirs. */
export function topicsFor(me: Me): Topic[] {
  return topics
    .map(({ page, questions }) => ({ page, questions: questions.filter(({ isFor }) => isFor(me)) }))
    .filter(({ questions }) => questions.length > 0);
}
