/** What relying parties exchange with the sign-in origin. */
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { newInteractionId, newRequestId, newUserId } from "./ids.ts";
import {
  decisionReasonSchema,
  requestInfoSchema,
  signatureAnswerSchema,
  signatureRequestDocumentSchema,
  signatureRequestSchema,
  signInRequestSchema,
} from "./relying-party-api.ts";

const request = newRequestId();
const uri = "https://portal.bank.example/back?from=mtoken";

describe("the relying party API", () => {
  const challenge = "A".repeat(43);

  it("wants state and PKCE with every sign-in", () => {
    const body = { redirect_uri: uri, state: "xyz", code_challenge: challenge };
    expect(v.is(signInRequestSchema, body)).toBe(true);
    for (const change of [
      { state: "" },
      { state: "a b" },
      { code_challenge: "plain" },
      { redirect_uri: "/back" },
    ]) {
      expect(v.is(signInRequestSchema, { ...body, ...change })).toBe(false);
    }
    expect(v.is(signInRequestSchema, { redirect_uri: uri, state: "xyz" })).toBe(false);
    expect(v.is(signInRequestSchema, { redirect_uri: uri, code_challenge: challenge })).toBe(false);
  });

  it("leaves content to readContent, which says what is wrong, and documents it in full", () => {
    const body = { user: newUserId(), content: { type: "statement", text: "\u202e" }, expires_in: 600 };
    expect(v.is(signatureRequestSchema, body)).toBe(true);
    expect(v.is(signatureRequestDocumentSchema, body)).toBe(false);
    expect(v.is(signatureRequestSchema, { ...body, expires_in: 59 })).toBe(false);
    expect(v.is(signatureRequestSchema, { ...body, expires_in: 86_401 })).toBe(false);
    expect(v.is(signatureRequestSchema, { user: body.user })).toBe(false);
  });

  it("answers with what to follow", () => {
    const answer = {
      request,
      interaction: newInteractionId(),
      uri,
      expires_at: 1_795_348_800,
      status: "waiting",
    };
    expect(v.is(signatureAnswerSchema, answer)).toBe(true);
    expect(v.is(signatureAnswerSchema, { ...answer, status: "open" })).toBe(false);
  });

  it("tells of a refusal by the user's reason, or by wrong digits", () => {
    const info = { request, kind: "signature", status: "refused", decided_at: 1_795_348_800 };
    for (const reason of decisionReasonSchema.options) {
      expect(v.is(requestInfoSchema, { ...info, reason })).toBe(true);
    }
    expect(decisionReasonSchema.options).toContain("wrong-digits");
    expect(v.is(requestInfoSchema, { ...info, reason: "blocked" })).toBe(false);
  });
});
