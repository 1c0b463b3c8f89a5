import { describe, expect, it } from "vitest";
import { returnAddress } from "./return-address.ts";

const issuer = "https://sign-in.example";
const point = { redirect_uri: "https://portal.example/callback", state: "a b&code=forged#" };

describe("the way back to the relying party", () => {
  it("carries code, state and issuer", () => {
    const address = new URL(returnAddress(point, issuer, { code: "c" }) ?? "");
    expect(address.origin + address.pathname).toBe(point.redirect_uri);
    expect([...address.searchParams]).toEqual([
      ["code", "c"],
      ["state", point.state],
      ["iss", issuer],
    ]);
    expect(address.hash).toBe("");
  });

  it("keeps what the registered address has in its query", () => {
    const registered = { redirect_uri: "https://portal.example/callback?tenant=7", state: null };
    const address = new URL(returnAddress(registered, issuer, { error: "access_denied" }) ?? "");
    expect([...address.searchParams]).toEqual([
      ["tenant", "7"],
      ["error", "access_denied"],
      ["iss", issuer],
    ]);
  });

  it("leads nowhere when the relying party waits for nobody", () => {
    expect(returnAddress({ redirect_uri: null, state: null }, issuer, { code: "c" })).toBeNull();
  });
});
