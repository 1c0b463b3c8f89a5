import { expect, test } from "vitest";
import { isPlace } from "./way-back.ts";

test("leads back to any page of the console as it was searched, and nowhere else", () => {
  const searched = new URLSearchParams({ query: "tom ber*", status: "frozen" });
  for (const path of ["/", "/users/usr_1", `/users?${searched}`, "/users?query=Zo%C3%AB"])
    expect(isPlace(path)).toBe(true);
  for (const path of ["", "users", "//evil.example", "https://evil.example", "/\\evil.example", "/a b"])
    expect(isPlace(path)).toBe(false);
});
