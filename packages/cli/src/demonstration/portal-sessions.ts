/** The portal's sessions, in memory: a browser holds nothing but a random cookie. */
import { randomBytes } from "node:crypto";
import type { ExchangeAnswer } from "@mtoken/protocol";
import type { PendingSignIn } from "@mtoken/relying-party";

/** What the portal knows of one browser. */
export type PortalSession =
  | { status: "pending"; pending: PendingSignIn }
  | { status: "signed-in"; signedIn: ExchangeAnswer };

const mostSessions = 1_000;

/** Sessions by cookie. */
export class PortalSessions {
  readonly #sessions = new Map<string, PortalSession>();
  #signedInOnce = false;

  /** Whether anybody has signed in since the portal was started. */
  get signedInOnce(): boolean {
    return this.#signedInOnce;
  }

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
    if (session.status === "signed-in") this.#signedInOnce = true;
    return cookie;
  }

  /** Forgets a session. */
  end(cookie: string | undefined): void {
    if (cookie !== undefined) this.#sessions.delete(cookie);
  }
}
