/** What holds for every message alike: no unknown member, none missing, none of another type. */
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { activationAnswerSchema, activationSchema, offerSchema } from "./activation.ts";
import { approvalSchema, receiptSchema } from "./approval.ts";
import { checkpointSchema, decisionEntrySchema } from "./audit.ts";
import { factorEnrolmentSchema, passkeyAssertionSchema, passkeyRegistrationSchema } from "./biometrics.ts";
import { certificateSchema, signingKeyProofSchema } from "./certificate.ts";
import { computerProofSchema } from "./computer.ts";
import { enrolmentApprovalSchema, enrolmentSchema, ownComputerSchema } from "./enrolment.ts";
import { envelopeSchema } from "./envelope.ts";
import {
  handshake1Schema,
  handshake2Schema,
  handshake3Schema,
  handshake4Schema,
  refusalSchema,
} from "./handshake.ts";
import { requestSummarySchema } from "./request-summary.ts";
import { publicHalf } from "./vectors/evidence-sample.ts";
import { testKeys } from "./vectors/test-keys.ts";

const origin = "https://phone.bank.example";
const hash = "A".repeat(86);
const salt = "A".repeat(22);
const share = "A".repeat(43);
const element = "A".repeat(512);
const key = publicHalf(testKeys.device);
const argon2 = { m: 65_536, t: 3, p: 1 };
const assertion = { credential: salt, authenticator_data: salt, client_data: salt, signature: salt };
const registration = { attestation_object: salt, client_data: salt };
const iat = 1_795_348_800;
const id = (prefix: string): string => `${prefix}_${"0".repeat(26)}`;
const device = `dev_${"A".repeat(43)}`;
const user = { id: id("usr"), name: "Zoë Ångström" };
const company = { id: id("cmp"), name: "Widgets and Sons Ltd" };
const relyingParty = { id: id("cli"), name: "Example Bank Portal" };
const suite = "mtoken-1";
const app = "mtoken-phone/1.4.0+5f0c2a91be77";
const summary = {
  request: id("req"),
  kind: "sign-in",
  relying_party: relyingParty,
  title: null,
  asked_at: iat,
  exp: iat,
};
const computer = { id: `cpt_${"A".repeat(43)}`, known_since: iat, description: "Chrome on Windows" };

/** One good message of each kind; the second list names the members that may be missing. */
const messages: [string, v.GenericSchema, Record<string, unknown>, string[]][] = [
  [
    "offer",
    offerSchema,
    {
      iss: origin,
      activation: id("act"),
      activation_key: key,
      suite,
      group: 3072,
      rsa_bits: 2048,
      mpin: { min: 6, max: 6 },
      iat,
      exp: iat,
    },
    [],
  ],
  [
    "activation",
    activationSchema,
    {
      aud: origin,
      activation: id("act"),
      suite,
      offer: hash,
      device_key: key,
      salt,
      argon2,
      verifier: element,
      answer_key: hash,
      link_proof: hash,
      code_proof: hash,
      iat,
    },
    [],
  ],
  [
    "activation answer",
    activationAnswerSchema,
    { iss: origin, activation: id("act"), device, activation_message: hash, status: "pending" },
    [],
  ],
  [
    "message 1 of purpose session",
    handshake1Schema,
    { aud: origin, suite, device, factor: "mpin", purpose: "session", A: element, counter: 1, app },
    [],
  ],
  [
    "message 1 of purpose approve",
    handshake1Schema,
    {
      aud: origin,
      suite,
      device,
      factor: "mpin",
      purpose: "approve",
      binding: hash,
      A: element,
      counter: 1,
      app,
    },
    [],
  ],
  [
    "message 1 of purpose change",
    handshake1Schema,
    {
      aud: origin,
      suite,
      device,
      factor: "mpin",
      purpose: "change",
      binding: hash,
      A: element,
      counter: 1,
      app,
    },
    [],
  ],
  [
    "message 1 of purpose enrol",
    handshake1Schema,
    {
      aud: origin,
      suite,
      device,
      factor: "mpin",
      purpose: "enrol",
      binding: hash,
      A: element,
      counter: 1,
      app,
    },
    [],
  ],
  [
    "message 1 by a passkey",
    handshake1Schema,
    { aud: origin, suite, device, factor: "biometric", purpose: "session", A: element, counter: 1, app },
    [],
  ],
  [
    "message 2",
    handshake2Schema,
    {
      iss: origin,
      suite,
      message_1: hash,
      handshake: id("hsk"),
      salt,
      argon2,
      B: element,
      tries_left: 5,
      wrong_tries: 0,
      exp: iat,
    },
    ["argon2"],
  ],
  [
    "message 3",
    handshake3Schema,
    { aud: origin, handshake: id("hsk"), message_1: hash, message_2: hash, M1: hash, assertion },
    ["assertion"],
  ],
  ["assertion", passkeyAssertionSchema, assertion, []],
  ["registration", passkeyRegistrationSchema, registration, []],
  ["enrolment", factorEnrolmentSchema, { registration, salt, verifier: element }, []],
  [
    "message 4",
    handshake4Schema,
    {
      M2: hash,
      status: "active",
      tries_left: 5,
      share,
      profile: { user, company },
      features: ["sign"],
      requests: [summary],
      biometrics: { allowed: true, salt: null },
      mpin: { tries_left: 3, wrong_tries: 2 },
    },
    ["share", "profile", "features", "requests", "biometrics", "mpin"],
  ],
  ["refusal", refusalSchema, { iss: origin, message_1: hash, reason: "blocked", tries_left: 0, iat }, []],
  [
    "certificate",
    certificateSchema,
    { iss: origin, suite, device, signing_key: key, user: user.id, company: company.id, iat },
    [],
  ],
  [
    "signing key proof",
    signingKeyProofSchema,
    { aud: origin, device, handshake: id("hsk"), activation: id("act"), iat },
    [],
  ],
  ["request summary", requestSummarySchema, summary, []],
  [
    "envelope",
    envelopeSchema,
    {
      iss: origin,
      suite,
      request: id("req"),
      kind: "sign-in",
      relying_party: relyingParty,
      origin,
      company,
      user,
      device,
      nonce: salt,
      computer,
      digits: false,
      same_device: false,
      fresh_factor: "none",
      asked_at: iat,
      content: null,
      iat,
      exp: iat,
    },
    [],
  ],
  [
    "approval",
    approvalSchema,
    {
      aud: origin,
      request: id("req"),
      device,
      envelope: hash,
      decision: "approve",
      digits: "07",
      handshake: id("hsk"),
      iat,
    },
    ["digits"],
  ],
  [
    "refusing approval",
    approvalSchema,
    {
      aud: origin,
      request: id("req"),
      device,
      envelope: hash,
      decision: "refuse",
      reason: "not-me",
      handshake: id("hsk"),
      iat,
    },
    ["reason"],
  ],
  [
    "receipt",
    receiptSchema,
    {
      iss: origin,
      request: id("req"),
      kind: "signature",
      decision: "approve",
      envelope: hash,
      approval: hash,
      certificate: hash,
      device,
      user: user.id,
      company: company.id,
      factor: "mpin",
      handshake: id("hsk"),
      iat,
    },
    [],
  ],
  [
    "computer proof to begin",
    computerProofSchema,
    { aud: origin, interaction: id("int"), challenge: id("chg"), action: "begin", computer_key: key, iat },
    [],
  ],
  [
    "computer proof to redeem",
    computerProofSchema,
    {
      aud: origin,
      interaction: id("int"),
      challenge: id("chg"),
      action: "redeem",
      request: id("req"),
      remember: true,
      computer_key: key,
      iat,
    },
    ["remember"],
  ],
  [
    "enrolment",
    enrolmentSchema,
    {
      ...{ iss: origin, suite, enrolment: id("enr"), user, company, device, relying_party: relyingParty },
      ...{ origin, computer: { id: computer.id, description: computer.description }, iat, exp: iat + 600 },
    },
    [],
  ],
  [
    "approval of an enrolment",
    enrolmentApprovalSchema,
    {
      ...{ aud: origin, enrolment: hash, computer: computer.id, device, decision: "approve" },
      ...{ handshake: id("hsk"), iat },
    },
    [],
  ],
  [
    "computer in a list",
    ownComputerSchema,
    { id: computer.id, description: computer.description, status: "known", since: iat, used: null },
    [],
  ],
  ["checkpoint", checkpointSchema, { iss: origin, size: 1, root: hash, iat }, []],
  [
    "audit entry of a decision",
    decisionEntrySchema,
    {
      at: "2026-11-22T12:00:00.000Z",
      kind: "request.approved",
      company: company.id,
      user: user.id,
      device,
      request: id("req"),
      receipt: hash,
    },
    [],
  ],
];

function without(message: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(message).filter(([member]) => member !== name));
}

describe.each(messages)("the %s", (_name, schema, message, optional) => {
  it("is taken whole, and unchanged", () => {
    expect(v.parse(schema, message)).toEqual(message);
  });

  it("is refused with a member more", () => {
    for (const name of ["extra", "alg", "toString", "constructor"]) {
      expect(v.is(schema, { ...message, [name]: "x" })).toBe(false);
    }
    expect(v.is(schema, JSON.parse(JSON.stringify(message).replace("{", '{"__proto__":1,')))).toBe(false);
  });

  it("is refused with a member less, unless that may be missing", () => {
    for (const name of Object.keys(message)) {
      expect([name, v.is(schema, without(message, name))]).toEqual([name, optional.includes(name)]);
    }
  });

  it("is refused with a member of another type or without bounds", () => {
    for (const name of Object.keys(message)) {
      for (const value of [{}, "", "x".repeat(100_000), -1, [[]], `${message[name]}\n`]) {
        expect([name, value, v.is(schema, { ...message, [name]: value })]).toEqual([name, value, false]);
      }
    }
  });
});

describe("members that go together", () => {
  const good = new Map(messages.map(([name, , message]) => [name, message]));

  it("give a binding to every purpose but session", () => {
    expect(v.is(handshake1Schema, { ...good.get("message 1 of purpose session"), binding: hash })).toBe(
      false,
    );
  });

  it("let nobody change the mPIN, or enrol a passkey, by a passkey", () => {
    const bound = good.get("message 1 of purpose enrol");
    expect(v.is(handshake1Schema, { ...bound, factor: "biometric", purpose: "approve" })).toBe(true);
    expect(v.is(handshake1Schema, { ...bound, factor: "biometric" })).toBe(false);
    expect(v.is(handshake1Schema, { ...bound, factor: "biometric", purpose: "change" })).toBe(false);
  });

  it("give content to signatures alone, and a computer to every sign-in", () => {
    const envelope = good.get("envelope");
    const content = { type: "statement", text: "I agree" };
    const signature = { ...envelope, kind: "signature", fresh_factor: "any" };
    expect(v.is(envelopeSchema, { ...envelope, content })).toBe(false);
    expect(v.is(envelopeSchema, { ...envelope, computer: null })).toBe(false);
    expect(v.is(envelopeSchema, { ...signature, content, computer: null })).toBe(true);
    expect(v.is(envelopeSchema, signature)).toBe(false);
  });

  it("check an envelope's content again", () => {
    const content = { type: "statement", text: "I do \u202enot agree" };
    const signature = { ...good.get("envelope"), kind: "signature", fresh_factor: "any" };
    expect(v.is(envelopeSchema, { ...signature, content })).toBe(false);
  });

  it("give digits to an approval and a reason to a refusal alone", () => {
    expect(v.is(approvalSchema, { ...good.get("approval"), reason: "not-me" })).toBe(false);
    expect(v.is(approvalSchema, { ...good.get("refusing approval"), digits: "07" })).toBe(false);
  });

  it("give a request to redemption alone", () => {
    expect(v.is(computerProofSchema, { ...good.get("computer proof to begin"), request: id("req") })).toBe(
      false,
    );
  });

  it("want the shortest mPIN no longer than the longest, and within 5 to 12", () => {
    const offer = good.get("offer");
    expect(v.is(offerSchema, { ...offer, mpin: { min: 8, max: 6 } })).toBe(false);
    expect(v.is(offerSchema, { ...offer, mpin: { min: 4, max: 6 } })).toBe(false);
    expect(v.is(offerSchema, { ...offer, mpin: { min: 6, max: 13 } })).toBe(false);
  });

  it("refuse private parts of keys", () => {
    const offer = good.get("offer");
    expect(v.is(offerSchema, { ...offer, activation_key: testKeys.activation })).toBe(false);
  });
});
