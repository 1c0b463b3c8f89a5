import { expect, test } from "vitest";
import { askedReasons } from "./asked-reasons.ts";

test("each act offers the reason that is chosen already, and one for whatever else it may be", () => {
  for (const { offered, chosen } of Object.values(askedReasons)) {
    expect(offered).toContain(chosen);
    expect(offered).toContain("other");
  }
});

test("nobody is let go on because of what somebody is stopped for", () => {
  for (const act of ["unfreeze", "allowComputer"] as const)
    for (const reason of ["lost", "stolen", "left-company", "suspicious"])
      expect(askedReasons[act].offered).not.toContain(reason);
});
