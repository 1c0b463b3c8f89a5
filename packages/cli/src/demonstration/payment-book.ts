/**
 * The portal's payments, kept in a file beside the database: a demonstration that is started again still has them and
 * their evidence, as a bank would.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import type { ExchangeAnswer, RequestInfo } from "@mtoken/protocol";
import {
  paymentSchema,
  requestIdSchema,
  requestInfoSchema,
  timeSchema,
  userIdSchema,
} from "@mtoken/protocol";
import * as v from "valibot";

const askedPaymentSchema = v.object({
  request: requestIdSchema,
  user: userIdSchema,
  /** The page that shows its QR code. */
  uri: v.string(),
  payment: paymentSchema,
  askedAt: timeSchema,
  expiresAt: timeSchema,
  /** How it ended; missing while it can still change. */
  ended: v.exactOptional(requestInfoSchema),
  evidenceTaken: v.boolean(),
});

/** A payment that the portal asked to be signed. */
export type AskedPayment = v.InferOutput<typeof askedPaymentSchema>;

type User = ExchangeAnswer["user"]["id"];

/** All payments, the oldest first; each change is on the disk before it counts. */
export class PaymentBook {
  readonly #file: string;
  #payments: readonly AskedPayment[];
  #written: Promise<void> = Promise.resolve();

  private constructor(file: string, payments: readonly AskedPayment[]) {
    this.#file = file;
    this.#payments = payments;
  }

  /** Opens the book of this file, or begins it. */
  static async open(file: string): Promise<PaymentBook> {
    const text = await readFile(file, "utf8").catch(() => "[]");
    return new PaymentBook(file, v.parse(v.array(askedPaymentSchema), JSON.parse(text)));
  }

  /** The payments of one user, or of all; the newest first. */
  list(user?: User): AskedPayment[] {
    return this.#payments.filter((payment) => user === undefined || payment.user === user).reverse();
  }

  async add(payment: AskedPayment): Promise<void> {
    await this.#replace([...this.#payments, payment]);
  }

  /** Remembers how a payment ended: that never changes again, so nobody has to be asked again. */
  async end(info: RequestInfo): Promise<void> {
    await this.#change(info.request, { ended: info });
  }

  async noteEvidenceTaken(request: AskedPayment["request"]): Promise<void> {
    await this.#change(request, { evidenceTaken: true });
  }

  #change(request: AskedPayment["request"], change: Partial<AskedPayment>): Promise<void> {
    return this.#replace(
      this.#payments.map((payment) => (payment.request === request ? { ...payment, ...change } : payment)),
    );
  }

  /** One write at a time, each of the newest state, and none that a crash could leave half done. */
  #replace(payments: readonly AskedPayment[]): Promise<void> {
    this.#payments = payments;
    this.#written = this.#written.then(async () => {
      const draft = `${this.#file}.draft`;
      await writeFile(draft, JSON.stringify(this.#payments), { mode: 0o600 });
      await rename(draft, this.#file);
    });
    return this.#written;
  }
}
