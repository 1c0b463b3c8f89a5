import { describe, expect, it } from "vitest";
import { authenticationContext } from "./authentication-context.ts";

describe("the authentication context", () => {
  it("names possession, the factor that the server verified, and that there were several", () => {
    expect(authenticationContext({ factor: "mpin", isKnownComputer: false })).toEqual({
      acr: "urn:mtoken:sca",
      amr: ["pop", "pin", "mfa"],
    });
  });

  it("says when the computer was one that the user knows", () => {
    const { acr } = authenticationContext({ factor: "biometric", isKnownComputer: true });
    expect(acr).toBe("urn:mtoken:sca:known-computer");
  });
});
