/** Identity keys: which one signs, which ones verify, and that all processes agree. */
import { checkpointSchema, trustedKeys, verifyIdentityToken } from "@mtoken/protocol";
import { expect, test } from "vitest";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { describeEachEngine, openTestServer, useServer } from "../testing/use-server.ts";
import { openIdentity, revokeIdentityKey, rotateIdentity } from "./identity.ts";
import type { Place } from "./sealer.ts";

function sign({ identity, clock }: Context): Promise<string> {
  return identity.sign("mtoken-checkpoint+jws", {
    iss: "https://key.example.com",
    size: 1,
    root: "A".repeat(86),
    iat: toNumericDate(clock.now()),
  });
}

function verify(context: Context, token: string, at = context.clock.now()) {
  return verifyIdentityToken({
    token,
    typ: "mtoken-checkpoint+jws",
    schema: checkpointSchema,
    jwks: context.identity.jwks(),
    at: toNumericDate(at),
  });
}

function kidOf(token: string): string {
  const [header = ""] = token.split(".");
  return JSON.parse(Buffer.from(header, "base64url").toString()).kid;
}

describeEachEngine("the identity", (engine) => {
  const server = useServer(engine);

  test("signs what its published keys verify", async () => {
    const { context } = server;
    const published = await server.phone.inject({ url: "/.well-known/mtoken-keys" });
    expect(published.json()).toEqual(context.identity.jwks());
    expect(published.headers["access-control-allow-origin"]).toBe("*");
    await verify(context, await sign(context));
  });

  test("publishes nothing of the private half", async () => {
    const { body } = await server.phone.inject({ url: "/.well-known/mtoken-keys" });
    for (const key of JSON.parse(body).keys) {
      expect(Object.keys(key).toSorted()).toEqual(["alg", "e", "exp", "kid", "kty", "n", "nbf", "use"]);
    }
  });

  test("signs with a new key from the time that it is given, and verifies with the old one after", async () => {
    const { context, clock } = server;
    const before = await sign(context);
    const from = new Date(clock.now().getTime() + 3_600_000);
    const kid = await rotateIdentity(context, from);
    expect(context.identity.pins()).toContain(kid);
    expect(kidOf(await sign(context))).toBe(kidOf(before));
    const published = await server.phone.inject({ url: "/.well-known/mtoken-keys" });
    const trusted = await trustedKeys({
      iss: context.config.serverOrigin,
      jwks: published.json(),
      pins: [kidOf(before)],
      at: toNumericDate(clock.now()),
    });
    expect(trusted, "introduced by the older key").toContain(kid);

    clock.advance(3600);
    const after = await sign(context);
    expect(kidOf(after)).toBe(kid);
    await verify(context, before);
    await verify(context, after);
  });

  test("believes nothing by a revoked key from then on, and signs with the one that is left", async () => {
    const { context, clock } = server;
    const old = await sign(context);
    const kid = await rotateIdentity(context);
    clock.advance(60);
    await revokeIdentityKey(context, kid);
    expect(kidOf(await sign(context))).not.toBe(kid);
    expect(context.identity.pins()).not.toContain(kid);
    expect(context.identity.jwks().keys.find((key) => key.kid === kid)?.revoked).toBe(
      toNumericDate(clock.now()) + 1,
    );
    await verify(context, old);
    await expect(revokeIdentityKey(context, kid)).rejects.toMatchObject({ code: "already_decided" });
  });

  test("is opened by another process with the same keys", async () => {
    const { database, sealer, clock, events, log, config } = server.context;
    const other = await openIdentity({ database, sealer, clock, events, log, bits: config.rsaBits });
    expect(other.jwks()).toEqual(server.context.identity.jwks());
    const token = await sign({ ...server.context, identity: other });
    await verify(server.context, token);

    await rotateIdentity({ ...server.context, identity: other });
    await server.context.identity.reload();
    expect(server.context.identity.jwks()).toEqual(other.jwks());
    other.close();
  });

  test("is recorded when it changes", async () => {
    const rows = await server.context.database.kysely
      .selectFrom("audit_entries")
      .select("kind")
      .where("kind", "like", "identity.%")
      .execute();
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(["identity.added", "identity.revoked"]));
  });

  test("is sealed in the database", async () => {
    const rows = await server.context.database.kysely.selectFrom("identity_keys").selectAll().execute();
    for (const { kid, sealed_private_key: sealed } of rows) {
      const algorithm = { name: "RSA-PSS", hash: "SHA-512" };
      const importing = crypto.subtle.importKey("pkcs8", new Uint8Array(sealed), algorithm, true, ["sign"]);
      await expect(importing).rejects.toThrow();
      const place: Place = { table: "identity_keys", column: "sealed_private_key", row: kid };
      const opened = new Uint8Array(server.context.sealer.open(place, sealed));
      await crypto.subtle.importKey("pkcs8", opened, algorithm, true, ["sign"]);
    }
  });
});

describeEachEngine("a server without a valid identity key", (engine) => {
  test("signs nothing", async () => {
    const server = await openTestServer(engine);
    server.clock.advance(21 * 365 * 24 * 3600);
    await expect(sign(server.context)).rejects.toThrow(/No identity key is valid now/);
    await server.close();
  });
});
