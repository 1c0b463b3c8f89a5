/** Registration: which addresses a browser may ever be sent back to (RFC 9700 §2.1). */
import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import { beforeAll, expect, it } from "vitest";
import { createCompany } from "../people/companies.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import type { NewClient } from "./client.ts";
import { createClient, listClients } from "./client.ts";

let jwks: NewClient["jwks"];
beforeAll(async () => {
  const { publicKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  jwks = { keys: [await exportPublicJwk(publicKey)] };
});

describeEachEngine("a relying party", (engine) => {
  const server = useServer(engine);
  const origin = "https://portal.example";

  function register(change: Partial<NewClient>) {
    return createClient(server.context, { name: "Portal", origin, redirectUris: [], jwks, ...change });
  }

  it("is registered, listed, and recorded", async () => {
    const redirectUris = [`${origin}/callback`, `${origin}/other?tenant=1`];
    const id = await register({ redirectUris });
    expect(await listClients(server.context)).toContainEqual({
      ...{ id, name: "Portal", origin, redirectUris },
      ...{ companies: null, managesPeople: false, createdAt: server.clock.now() },
    });
    const entries = await server.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", "client.registered")
      .execute();
    expect(entries.map(({ entry }) => JSON.parse(entry).client)).toContain(id);
  });

  it("is for the companies that it was registered for, and these must be there", async () => {
    const company = await createCompany(server.context, { name: "Example Trading" });
    const id = await register({ companies: [company] });
    expect(await listClients(server.context)).toContainEqual(
      expect.objectContaining({ id, companies: [company] }),
    );
    const nobody = `cmp_${"0".repeat(26)}`;
    await expect(register({ companies: [company, nobody] })).rejects.toThrow(
      `There is no company ${nobody}.`,
    );
    await expect(register({ companies: [] })).rejects.toThrow();
    await expect(register({ companies: ["Example Trading"] })).rejects.toThrow();
  });

  it("may be on this machine, without TLS", async () => {
    await register({ origin: "http://localhost:8702", redirectUris: ["http://localhost:8702/callback"] });
    await register({ origin: "http://127.0.0.1:8702", redirectUris: ["http://127.0.0.1:8702/callback"] });
  });

  it.each([
    "http://portal.example",
    "https://portal.example/",
    "https://portal.example/path",
    "https://PORTAL.example",
    "https://user@portal.example",
    "https://portal.example:443",
    "ftp://portal.example",
    "javascript:alert(1)",
    "",
  ])("has no origin like %j", async (wrong) => {
    await expect(register({ origin: wrong })).rejects.toThrow();
  });

  it.each([
    "http://portal.example/callback",
    "https://evil.example/callback",
    "https://portal.example.evil.example/callback",
    "https://portal.example@evil.example/callback",
    "https://user:word@portal.example/callback",
    "https://portal.example/callback#fragment",
    "https://portal.example/callback#",
    "https://portal.example/*",
    "https://portal.example/a/../callback",
    "https://portal.example\\@evil.example/callback",
    "https://portal.example/call\tback",
    " https://portal.example/callback",
    "https://PORTAL.example/callback",
    "https://portal.example:443/callback",
    "https://portal.example",
    "https://portal.example/callback?code=1",
    "https://portal.example/callback?state=1",
    "https://portal.example/callback?iss=1",
    `https://portal.example/${"x".repeat(512)}`,
    "javascript:alert(1)//",
    "data:text/html,x",
    "/callback",
    "",
  ])("has no redirect address like %j", async (wrong) => {
    await expect(register({ redirectUris: [wrong] })).rejects.toThrow();
  });

  it("has a name that people can read, and keys", async () => {
    await expect(register({ name: "" })).rejects.toThrow();
    await expect(register({ name: "Bank\u202Elatrop" })).rejects.toThrow();
    await expect(register({ jwks: { keys: [] } })).rejects.toThrow();
  });
});
