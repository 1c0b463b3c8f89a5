import type { Me, Role } from "@mtoken/protocol/people";
import { expect, test } from "vitest";
import { english } from "./messages.ts";
import { topics, topicsFor } from "./questions.ts";

const own = ["lost", "newPhone", "wrongMpin", "unknownComputer", "notMe"];
const users = ["invite", "approve", "notArrived", "leaves", "policy"];

/** Each question that a role sees, in the order in which it stands there. */
const expected: Record<Role, readonly string[]> = {
  user: own,
  administrator: [...own, ...users, "stop", "goOn", "fourEyes", "log"],
  helpdesk: [...own, "stop", "caller", "cannot", "goOn", "fourEyes", "log"],
  officer: [
    ...[...own, ...users, "stop", "caller", "goOn", "newCompany", "lastAdministrator"],
    ...["fourEyes", "limits", "keys", "undelivered", "log"],
  ],
  auditor: [...own, "fourEyes", "limits", "keys", "undelivered", "log"],
};

test.each(Object.keys(expected) as Role[])(
  "shows a reader who is %s their questions, and no other",
  (role) => {
    const shown = topicsFor({ role } as Me).flatMap(({ questions }) => questions.map(({ key }) => key));
    expect(shown).toEqual(expected[role]);
  },
);

test("each question that is answered stands somewhere, once", () => {
  const placed = topics.flatMap(({ questions }) => questions.map(({ key }) => key));
  expect([...placed].sort()).toEqual(Object.keys(english.questions).sort());
});
