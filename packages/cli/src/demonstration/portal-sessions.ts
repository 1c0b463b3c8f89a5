/** The portal's sessions, in memory: a browser holds nothing but a random cookie. */
import { randomBytes } from "node:crypto";
import type { ExchangeAnswer, Payment, RequestId } from "@mtoken/protocol";
import type { PendingSignIn } from "@mtoken/relying-party";

/** A payment that the portal asked to be signed. */
export interface AskedPayment {
  request: RequestId;
  /** The page that shows its QR code. */
  uri: string;
  payment: Payment;
  askedAt: number;
}

/** What the portal knows of one browser. */
export interface PortalSession {
  pending?: PendingSignIn;
  signedIn?: ExchangeAnswer;
}

const mostSessions = 1_000;

/** Sessions by cookie, and payments by user: who signs in again finds their payments. */
export class PortalSessions {
  readonly #sessions = new Map<string, PortalSession>();
  readonly #payments = new Map<string, AskedPayment[]>();

  /** The session of a cookie, or nothing. */
  find(cookie: string | undefined): PortalSession | undefined {
    return cookie === undefined ? undefined : this.#sessions.get(cookie);
  }

  /** A new session under a new cookie: signing in never keeps the cookie from before (session fixation). */
  begin(session: PortalSession): string {
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size >= mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
    const cookie = randomBytes(32).toString("base64url");
    this.#sessions.set(cookie, session);
    return cookie;
  }

  /** Forgets a session. */
  end(cookie: string | undefined): void {
    if (cookie !== undefined) this.#sessions.delete(cookie);
  }

  /** The payments of a user, the newest first. */
  paymentsOf({ user }: ExchangeAnswer): AskedPayment[] {
    return [...(this.#payments.get(user.id) ?? [])].reverse();
  }

  /** Keeps a payment of a user's. */
  addPayment({ user }: ExchangeAnswer, payment: AskedPayment): void {
    this.#payments.set(user.id, [...(this.#payments.get(user.id) ?? []), payment]);
  }
}
