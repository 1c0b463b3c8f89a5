/**
 * Vectors of signed tokens: some to accept, and every known trick with a header to refuse (docs/protocol.md
 * §2).
 */
import * as v from "valibot";
import { b64, concat, fromB64, hmacSha512, utf8 } from "../bytes.ts";
import { importVerifyKey, thumbprint } from "../jwk.ts";
import type { TokenType } from "../token.ts";
import { hashToken, verifyToken } from "../token.ts";
import { signFixed } from "./fixed-rsa.ts";
import { checkSigned, signedVectorSchema } from "./signed-vector.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = signedVectorSchema(
  v.custom<TokenType>((typ) => typeof typ === "string" && typ.endsWith("+jws")),
  {},
);

type TokenVector = v.InferOutput<typeof schema>;
type Refused = Extract<TokenVector, { operation: "refused" }>;

/** Tokens with the public key, `typ` and `kid` (null: there is to be none) to verify them with. */
export const tokenVectors = defineKind({
  name: "token",
  clause: "docs/protocol.md §1, §2",
  schema,
  make,
  check,
});

const typ = "mtoken-approval+jws";
const payload = { aud: "https://mtoken.example", text: "Žofie approves" };
const device = { kty: testKeys.device.kty, n: testKeys.device.n, e: testKeys.device.e };

async function make(source: VectorSource): Promise<TokenVector[]> {
  return [...(await accepted(source)), ...(await wrongHeaders(source)), ...(await wrongSpellings(source))];
}

async function accepted(source: VectorSource): Promise<TokenVector[]> {
  const vectors: TokenVector[] = [];
  for (const name of ["device", "large"] as const) {
    const { kty, n, e } = testKeys[name];
    const token = await signFixed({ source, typ, payload, key: testKeys[name] });
    const rest = {
      typ,
      jwk: { kty, n, e },
      kid: null,
      payload,
      token,
      hash: await hashToken(token),
    } as const;
    vectors.push({ name: `by the ${name} key`, operation: "verify", ...rest });
  }
  const { kty, n, e } = testKeys.identity;
  const kid = await thumbprint(testKeys.identity);
  const issued = { iss: "https://mtoken.example" };
  const token = await signFixed({
    source,
    typ: "mtoken-envelope+jws",
    payload: issued,
    key: testKeys.identity,
    kid,
  });
  const rest = { typ: "mtoken-envelope+jws", jwk: { kty, n, e }, kid, payload: issued, token } as const;
  vectors.push({
    name: "by the identity key, with its kid",
    operation: "verify",
    ...rest,
    hash: await hashToken(token),
  });
  return vectors;
}

async function wrongHeaders(source: VectorSource): Promise<TokenVector[]> {
  const kid = await thumbprint(testKeys.identity);
  const headers: [string, object][] = [
    ["another typ", { alg: "PS512", typ: "mtoken-receipt+jws" }],
    ["a typ with a prefix", { alg: "PS512", typ: `application/${typ}` }],
    ["no typ", { alg: "PS512" }],
    ["alg PS256", { alg: "PS256", typ }],
    ["alg RS512", { alg: "RS512", typ }],
    ["alg none", { alg: "none", typ }],
    ["a kid where none belongs", { alg: "PS512", typ, kid }],
    ["crit and b64", { alg: "PS512", typ, b64: true, crit: ["b64"] }],
    ["jku", { alg: "PS512", typ, jku: "https://mtoken.example/keys" }],
    ["jwk", { alg: "PS512", typ, jwk: device }],
    ["x5u", { alg: "PS512", typ, x5u: "https://mtoken.example/key" }],
    ["cty", { alg: "PS512", typ, cty: "JWT" }],
  ];
  const vectors: TokenVector[] = [];
  for (const [name, header] of headers) {
    const token = await signFixed({ source, typ, payload, key: testKeys.device, header });
    vectors.push(refused(`header: ${name}`, { token }));
  }
  const withoutKid = await signFixed({ source, typ, payload, key: testKeys.device });
  vectors.push(refused("header: no kid where one is expected", { token: withoutKid, kid }));
  vectors.push(refused("the public modulus as the key of an HMAC (HS512)", { token: await confusedToken() }));
  return vectors;
}

/** What a verifier that lets the header choose the algorithm would take for signed. */
async function confusedToken(): Promise<string> {
  const input = `${b64(utf8(JSON.stringify({ alg: "HS512", typ })))}.${b64(utf8(JSON.stringify(payload)))}`;
  return `${input}.${b64(await hmacSha512(fromB64(device.n), utf8(input)))}`;
}

const malformed = "malformed_message" as const;

async function wrongSpellings(source: VectorSource): Promise<TokenVector[]> {
  const token = await signFixed({ source, typ, payload, key: testKeys.device });
  const stranger = await signFixed({ source, typ, payload, key: testKeys.stranger });
  const [head = "", body = "", signature = ""] = token.split(".");
  const other = b64(utf8(JSON.stringify({ ...payload, text: "Žofie refuses" })));
  const text = await signFixed({ source, typ, payload: ["text"], key: testKeys.device });
  const twice = `{"text":"one",${JSON.stringify(payload).slice(1)}`;
  const twiceIn = async (rest: { payload: object | string; header?: string }) => {
    const signed = await signFixed({ source, typ, key: testKeys.device, ...rest });
    return { token: signed, code: malformed };
  };
  const flipped = fromB64(signature);
  flipped[100] = (flipped[100] ?? 0) ^ 1;
  return [
    refused("by another key", { token: stranger }),
    refused("a bit of the signature changed", { token: `${head}.${body}.${b64(flipped)}` }),
    refused("the payload changed", { token: `${head}.${other}.${signature}` }),
    refused("no signature", { token: `${head}.${body}.` }),
    refused("a signature a byte longer", {
      token: `${head}.${body}.${b64(concat(fromB64(signature), Uint8Array.of(0)))}`,
    }),
    refused("an unused bit of the signature changed", {
      token: `${token.slice(0, -1)}${nextCharacter(token)}`,
      code: malformed,
    }),
    refused("padding", { token: `${token}==`, code: malformed }),
    refused("a line break at the end", { token: `${token}\n`, code: malformed }),
    refused("two parts", { token: `${head}.${body}`, code: malformed }),
    refused("four parts", { token: `${token}.${signature}`, code: malformed }),
    refused("a detached payload", { token: `${head}..${signature}` }),
    refused("a header that is no object", {
      token: `${b64(utf8("[]"))}.${body}.${signature}`,
      code: malformed,
    }),
    refused("a header that is no JSON", { token: `${b64(utf8("{"))}.${body}.${signature}`, code: malformed }),
    refused("a payload that is no object", { token: text, code: malformed }),
    refused("a member twice in the payload", await twiceIn({ payload: twice })),
    refused(
      "a member twice, once with an escape, within a member, with blanks",
      await twiceIn({ payload: '{ "n" : { "a" : 1, "\\u0061" : 2 } }' }),
    ),
    refused(
      "a member twice in the header",
      await twiceIn({ payload, header: `{"alg":"none","alg":"PS512","typ":"${typ}"}` }),
    ),
    refused("nothing", { token: "", code: malformed }),
  ];
}

/**
 * The last character of the signature with its lowest, unused bit set: the same 256 bytes to a lenient
 * reader.
 */
function nextCharacter(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet.charAt(alphabet.indexOf(token.slice(-1)) + 1);
}

function refused(
  name: string,
  { token, kid = null, code = "message_refused" }: Partial<Refused>,
): TokenVector {
  return { name, operation: "refused", typ, jwk: device, kid, token: token ?? "", code };
}

async function check(vector: TokenVector): Promise<void> {
  const { token, typ, jwk, kid } = vector;
  const key = await importVerifyKey(jwk);
  await checkSigned(vector, () =>
    verifyToken({ token, typ, schema: v.record(v.string(), v.unknown()), key, kid: kid ?? undefined }),
  );
}
