import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newRequestId, newUserId } from "@mtoken/protocol";
import { beforeEach, expect, it } from "vitest";
import type { AskedPayment } from "./payment-book.ts";
import { PaymentBook } from "./payment-book.ts";

const user = newUserId();
let file: string;

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), "mtoken-book-")), "payments.json");
});

function asked(more: Partial<AskedPayment> = {}): AskedPayment {
  return {
    request: newRequestId(),
    user,
    uri: "http://localhost:8701/i/int_x",
    payment: {
      type: "payment",
      amount: "1.00",
      currency: "EUR",
      payee: { name: "Harbour Flour Mill", account: "NL66EXMP0417164300" },
    },
    askedAt: 1_800_000_000,
    expiresAt: 1_800_000_600,
    evidenceTaken: false,
    ...more,
  };
}

it("has everything again when it is opened anew, the newest first", async () => {
  const [first, second] = [asked(), asked()];
  const book = await PaymentBook.open(file);
  await book.add(first);
  await book.add(second);
  expect((await PaymentBook.open(file)).list()).toEqual([second, first]);
});

it("remembers how a payment ended and that its evidence was taken", async () => {
  const payment = asked();
  const ended = {
    request: payment.request,
    kind: "signature",
    status: "approved",
    decided_at: 1_800_000_060,
  } as const;
  const book = await PaymentBook.open(file);
  await book.add(payment);
  await book.end(ended);
  await book.noteEvidenceTaken(payment.request);
  expect((await PaymentBook.open(file)).list()).toEqual([{ ...payment, ended, evidenceTaken: true }]);
});

it("lists the payments of one user alone", async () => {
  const own = asked();
  const book = await PaymentBook.open(file);
  await book.add(own);
  await book.add(asked({ user: newUserId() }));
  expect(book.list(user)).toEqual([own]);
});

it("loses none of many that come at once", async () => {
  const book = await PaymentBook.open(file);
  const payments = Array.from({ length: 20 }, () => asked());
  await Promise.all(payments.map((payment) => book.add(payment)));
  const kept: unknown = JSON.parse(await readFile(file, "utf8"));
  expect(kept).toEqual(payments);
});
