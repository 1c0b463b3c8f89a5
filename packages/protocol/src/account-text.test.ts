import { describe, expect, it } from "vitest";
import { accountText } from "./account-text.ts";

describe("an account", () => {
  it("is grouped in fours", () => {
    expect(accountText("DE02120300000000202051")).toBe("DE02 1203 0000 0000 2020 51");
  });

  it("that has parts of its own stays as it is", () => {
    expect(accountText("12-34-56 7890")).toBe("12-34-56 7890");
  });
});
