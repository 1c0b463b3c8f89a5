/** The token endpoint against every assertion that must not work (RFC 6749 §4.4, RFC 7523 §3). */
import { generateSigningKeyPair, newClientId } from "@mtoken/protocol";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import { createClient } from "./client.ts";

describeEachEngine("the token endpoint", (engine) => {
  const server = useServer(engine);
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.make(server.signIn, server.context);
  });

  const unknownRequest = "/v1/requests/req_00000000000000000000000000";
  const refused = { status: 401, body: { error: "invalid_client" } };
  const now = () => Math.floor(server.clock.now().getTime() / 1000);
  const origin = () => server.context.config.signInOrigin;

  it("gives a token for ten minutes, kept as a hash", async () => {
    const { status, body } = await portal.askToken(await portal.assert());
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: "Bearer",
      expires_in: 600,
    });
    const rows = await server.context.database.kysely.selectFrom("access_tokens").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(body["access_token"]);
    const authorization = `Bearer ${body["access_token"]}`;
    expect((await portal.call({ method: "GET", path: unknownRequest, authorization })).status).toBe(404);
    server.clock.advance(600);
    const late = await portal.call({ method: "GET", path: unknownRequest, authorization });
    expect([late.status, late.body["code"]]).toEqual([401, "client_refused"]);
  });

  it.each(["", "Bearer", "Bearer x", `Bearer ${"A".repeat(43)}`, "Basic dTpw", `bearer${"A".repeat(43)}`])(
    "gives nothing to who comes with %j",
    async (authorization) => {
      const { status, body } = await portal.call({ method: "GET", path: unknownRequest, authorization });
      expect([status, body["code"]]).toEqual([401, "client_refused"]);
    },
  );

  it("takes the endpoint's own address as audience too, alone or in a list of one", async () => {
    expect((await portal.askToken(await portal.assert({ aud: `${origin()}/v1/token` }))).status).toBe(200);
    expect((await portal.askToken(await portal.assert({ aud: [origin()] }))).status).toBe(200);
  });

  it("takes PS256 and ES256 from those who registered such keys", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "1" }] };
    const client = await createClient(server.context, {
      name: "Another",
      origin: "https://another.example",
      redirectUris: [],
      jwks,
    });
    const assertion = await new SignJWT({ jti: "1" })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(origin())
      .setExpirationTime(now() + 60)
      .sign(privateKey);
    expect((await portal.askToken(assertion)).status).toBe(200);
  });

  it("takes an assertion once, even at the same moment", async () => {
    const assertion = await portal.assert();
    const answers = await Promise.all(Array.from({ length: 5 }, () => portal.askToken(assertion)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  it("does not let one client use up another's jti", async () => {
    const other = await TestPortal.make(server.signIn, server.context);
    const jti = "the same for both";
    expect((await other.askToken(await other.assert({ jti }))).status).toBe(200);
    expect((await portal.askToken(await portal.assert({ jti }))).status).toBe(200);
    expect((await portal.askToken(await portal.assert({ jti }))).status).toBe(401);
  });

  it("still remembers a jti at the last moment of its assertion", async () => {
    const assertion = await portal.assert({ exp: now() + 300 });
    expect((await portal.askToken(assertion)).status).toBe(200);
    server.clock.advance(299);
    expect(await portal.askToken(assertion)).toMatchObject(refused);
  });

  describe("refuses an assertion", () => {
    it.each<[string, () => Record<string, unknown>]>([
      ["of another issuer", () => ({ iss: newClientId() })],
      ["about another subject", () => ({ sub: newClientId() })],
      ["for another server", () => ({ aud: "https://sign-in.example" })],
      ["for us and another server", () => ({ aud: [origin(), "https://sign-in.example"] })],
      ["for nobody", () => ({ aud: undefined })],
      ["for an address that only begins like ours", () => ({ aud: `${origin()}.evil.example` })],
      ["that has run out", () => ({ exp: now() })],
      ["that never runs out", () => ({ exp: undefined })],
      ["that lives for longer than five minutes", () => ({ exp: now() + 331 })],
      ["that lives for ever", () => ({ exp: Number.MAX_VALUE })],
      ["from the future", () => ({ iat: now() + 120, exp: now() + 240 })],
      ["that is not yet good", () => ({ nbf: now() + 120, exp: now() + 240 })],
      ["without a jti", () => ({ jti: undefined })],
      ["with an endless jti", () => ({ jti: "x".repeat(257) })],
    ])("%s", async (_name, change) => {
      expect(await portal.askToken(await portal.assert(change()))).toMatchObject(refused);
    });

    it("signed by another key", async () => {
      const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
      const assertion = await new SignJWT({
        iss: portal.id,
        sub: portal.id,
        aud: origin(),
        jti: "2",
        exp: now() + 60,
      })
        .setProtectedHeader({ alg: "PS512" })
        .sign(privateKey);
      expect(await portal.askToken(assertion)).toMatchObject(refused);
    });

    it("whose payload was changed after it was signed", async () => {
      const [header, , signature] = (await portal.assert()).split(".");
      const payload = Buffer.from(
        JSON.stringify({ iss: portal.id, sub: portal.id, aud: origin(), jti: "3", exp: now() + 60 }),
      ).toString("base64url");
      expect(await portal.askToken(`${header}.${payload}.${signature}`)).toMatchObject(refused);
    });

    it("that nobody has signed", async () => {
      const unsigned = new UnsecuredJWT({
        iss: portal.id,
        sub: portal.id,
        aud: origin(),
        jti: "4",
        exp: now() + 60,
      });
      const { status } = await portal.askToken(unsigned.encode());
      expect([400, 401]).toContain(status);
      expect(await portal.askToken(`${unsigned.encode()}AAAA`)).toMatchObject(refused);
    });

    it("with an algorithm that is not on the list", async () => {
      const { privateKey } = await generateKeyPair("RS256");
      const claims = { iss: portal.id, sub: portal.id, aud: origin(), jti: "5", exp: now() + 60 };
      const rs256 = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
      expect(await portal.askToken(rs256)).toMatchObject(refused);
      // The public key as an HMAC secret: the classic confusion.
      const hs256 = await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.alloc(64, 1));
      expect(await portal.askToken(hs256)).toMatchObject(refused);
    });

    it("that brings its own key, or names another", async () => {
      const pair = await generateKeyPair("PS512");
      const jwk = await exportJWK(pair.publicKey);
      const claims = { iss: portal.id, sub: portal.id, aud: origin(), jti: "6", exp: now() + 60 };
      const own = await new SignJWT(claims).setProtectedHeader({ alg: "PS512", jwk }).sign(pair.privateKey);
      expect(await portal.askToken(own)).toMatchObject(refused);
      expect(await portal.askToken(await portal.assert({}, { kid: "no such key" }))).toMatchObject(refused);
    });

    it("of another type", async () => {
      expect(await portal.askToken(await portal.assert({}, { typ: "at+jwt" }))).toMatchObject(refused);
    });

    it("that comes with another client's id", async () => {
      expect(await portal.askToken(await portal.assert(), { client_id: newClientId() })).toMatchObject(
        refused,
      );
      expect((await portal.askToken(await portal.assert(), { client_id: portal.id })).status).toBe(200);
    });
  });

  describe("speaks OAuth", () => {
    const invalidRequest = { status: 400, body: { error: "invalid_request" } };

    it("about another grant", async () => {
      const { status, body } = await portal.askToken(await portal.assert(), { grant_type: "password" });
      expect([status, body["error"]]).toEqual([400, "unsupported_grant_type"]);
    });

    it("about what is missing, doubled, too large, or in another form", async () => {
      const form = `${new URLSearchParams({
        grant_type: "client_credentials",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await portal.assert(),
      })}`;
      expect(await portal.askTokenWith("grant_type=client_credentials")).toMatchObject(invalidRequest);
      expect(await portal.askTokenWith(`${form}&grant_type=client_credentials`)).toMatchObject(
        invalidRequest,
      );
      expect(await portal.askTokenWith(`${form}&more=${"x".repeat(40_000)}`)).toMatchObject(invalidRequest);
      expect(
        await portal.askTokenWith(JSON.stringify({ grant_type: "x" }), "application/json"),
      ).toMatchObject(invalidRequest);
      const otherType = form.replace("jwt-bearer", "saml2-bearer");
      expect(await portal.askTokenWith(otherType)).toMatchObject(invalidRequest);
      expect((await portal.askTokenWith(form)).status).toBe(200);
    });
  });
});
