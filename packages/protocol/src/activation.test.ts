/** The activation link, transcript and proofs; their vectors are in vectors/activation.json. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActivationTranscriptFields } from "./activation.ts";
import {
  activationTranscript,
  codeProof,
  formatActivationLink,
  linkProof,
  parseActivationLink,
} from "./activation.ts";
import { newRegistrationCode } from "./base32.ts";
import { b64, randomBytes, toHex } from "./bytes.ts";
import { deviceIdOf, newActivationId } from "./ids.ts";
import { testKeys } from "./vectors/test-keys.ts";

describe("the activation link", () => {
  const origins = fc.constantFrom(
    "https://phone.bank.example",
    "https://a.example:8443",
    "http://localhost:8080",
  );
  const links = fc.record({
    origin: origins,
    activation: fc.constant(undefined).map(newActivationId),
    secret: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  });

  it("is read as it was written, in capitals too", () => {
    fc.assert(
      fc.property(links, (link) => {
        const text = formatActivationLink(link);
        expect(parseActivationLink(text)).toEqual(link);
        expect(parseActivationLink(text.toUpperCase())).toEqual(link);
        expect(parseActivationLink(` ${text}\n`)).toEqual(link);
      }),
    );
  });

  it("keeps the secret in the fragment", () => {
    fc.assert(
      fc.property(links, (link) => {
        const { pathname, search, hash } = new URL(formatActivationLink(link));
        expect([pathname, search, hash.length]).toEqual(["/a", "", 54]);
      }),
    );
  });

  it.each([
    ["another path", "https://a.example/b#IDENT.SECRET"],
    ["a query", "https://a.example/a?x#IDENT.SECRET"],
    ["a user", "https://bank.example@a.example/a#IDENT.SECRET"],
    ["another scheme", "ftp://a.example/a#IDENT.SECRET"],
    ["no secret", "https://a.example/a#IDENT"],
    ["a secret too short", "https://a.example/a#IDENT.000000000000000000000000"],
    ["something after", "https://a.example/a#IDENT.SECRET&x=1"],
    ["filling bits that are not zero", "https://a.example/a#IDENT.0000000000000000000000000Z"],
    ["a default port written out", "https://a.example:443/a#IDENT.SECRET"],
  ])("is none with %s", (_what, form) => {
    const text = form.replace("IDENT", "0".repeat(26)).replace("SECRET", "0".repeat(26));
    expect(parseActivationLink(text)).toBeUndefined();
  });

  it("is never made with a secret of another length", () => {
    const link = { origin: "https://a.example", activation: newActivationId(), secret: new Uint8Array(15) };
    expect(() => formatActivationLink(link)).toThrow(TypeError);
  });
});

describe("the activation transcript", () => {
  async function someFields(): Promise<ActivationTranscriptFields> {
    return {
      suite: "mtoken-1",
      aud: "https://phone.bank.example",
      activation: newActivationId(),
      device: await deviceIdOf(testKeys.device),
      offer: b64(randomBytes(64)),
      salt: b64(randomBytes(16)),
      argon2: { m: 65_536, t: 3, p: 1 },
      verifier: b64(randomBytes(384)),
      answer_key: b64(randomBytes(64)),
    };
  }

  it("changes with every one of its members", async () => {
    const fields = await someFields();
    const before = toHex(await activationTranscript(fields));
    const changes: Partial<ActivationTranscriptFields>[] = [
      { aud: "https://evil.example" },
      { activation: newActivationId() },
      { device: await deviceIdOf(testKeys.stranger) },
      { offer: b64(randomBytes(64)) },
      { salt: b64(randomBytes(16)) },
      { argon2: { m: 65_537, t: 3, p: 1 } },
      { argon2: { m: 65_536, t: 4, p: 1 } },
      { argon2: { m: 65_536, t: 3, p: 2 } },
      { verifier: b64(randomBytes(384)) },
      { answer_key: b64(randomBytes(64)) },
    ];
    for (const change of changes) {
      expect(toHex(await activationTranscript({ ...fields, ...change }))).not.toBe(before);
    }
  });

  it("gives proofs that differ by secret, by code and by kind", async () => {
    const transcript = await activationTranscript(await someFields());
    const code = newRegistrationCode();
    const secret = new TextEncoder().encode(code);
    const proofs = [
      await linkProof(randomBytes(16), transcript),
      await linkProof(secret, transcript),
      await codeProof(code, transcript),
      await codeProof(newRegistrationCode(), transcript),
    ];
    expect(new Set(proofs.map(toHex)).size).toBe(proofs.length);
  });

  it("proves a code however it was typed, and nothing that can't be one", async () => {
    const transcript = randomBytes(64);
    const code = newRegistrationCode();
    const typed = ` ${code.slice(0, 5).toLowerCase()} - ${code.slice(5)}`;
    expect(await codeProof(typed, transcript)).toEqual(await codeProof(code, transcript));
    await expect(codeProof(code.slice(1), transcript)).rejects.toThrow(TypeError);
  });
});
