/** The envelope on its way: the largest there can be still arrives. Its form is in strict-messages.test.ts. */
import { expect, it } from "vitest";
import { openAnswer, sealAnswer } from "./calls.ts";
import { mostPayments, totalsOf } from "./content.ts";
import { envelopeSchema } from "./envelope.ts";
import { newHandshakeId } from "./ids.ts";
import { importVerifyKey, thumbprint } from "./jwk.ts";
import { verifyToken } from "./token.ts";
import { publicHalf, sampleEvidence } from "./vectors/evidence-sample.ts";
import { testKeys } from "./vectors/test-keys.ts";
import { VectorSource } from "./vectors/vector-source.ts";

it("brings a thousand payments in long names of any script to the phone", async () => {
  const long = "税".repeat(140);
  const payment = {
    type: "payment",
    amount: "999999999999999999.99",
    currency: "EUR",
    payee: { name: long, account: "\\".repeat(34) },
    reference: long,
  } as const;
  const payments = Array.from({ length: mostPayments }, () => payment);
  const content = { type: "batch", payments, count: mostPayments, totals: totalsOf(payments) };
  const { envelope } = await sampleEvidence(new VectorSource("envelope"), {
    payloads: { envelope: { content } },
  });

  const channel = { key: new Uint8Array(64), session: newHandshakeId(), seq: 1 };
  const sealed = await sealAnswer({ ...channel, method: "request.claim", answer: { result: { envelope } } });
  const answer = await openAnswer({ ...channel, method: "request.claim", token: sealed });
  expect(answer).toEqual({ result: { envelope } });

  const key = await importVerifyKey(publicHalf(testKeys.identity));
  const kid = await thumbprint(testKeys.identity);
  const opened = await verifyToken({
    token: envelope,
    typ: "mtoken-envelope+jws",
    schema: envelopeSchema,
    key,
    kid,
  });
  expect(opened.content).toEqual(content);
});
