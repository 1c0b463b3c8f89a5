/** The portal's sessions, in memory: a browser holds nothing but a random cookie. */
import { randomBytes } from "node:crypto";
import type { ExchangeAnswer, SignInEnd } from "@mtoken/protocol";
import type { PendingSignIn } from "@mtoken/relying-party";

/** What the portal knows of one browser. */
export type PortalSession =
  | { status: "pending"; pending: PendingSignIn }
  | { status: "signed-in"; signedIn: ExchangeAnswer }
  /** The sign-in is over, with all that it opened: why, where that is known. */
  | { status: "ended"; reason: SignInEnd | null };

const mostSessions = 1_000;

/** Sessions by cookie. */
export class PortalSessions {
  readonly #sessions = new Map<string, PortalSession>();
  readonly #gone = new Map<string, AbortController>();
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
    if (this.#sessions.size >= mostSessions) this.end(oldest);
    const cookie = randomBytes(32).toString("base64url");
    this.#sessions.set(cookie, session);
    if (session.status === "signed-in") this.#signedInOnce = true;
    return cookie;
  }

  /** Aborted as soon as nobody is signed in by this cookie any more. */
  signalOf(cookie: string): AbortSignal {
    const gone = this.#gone.get(cookie) ?? new AbortController();
    this.#gone.set(cookie, gone);
    if (this.find(cookie)?.status !== "signed-in") gone.abort();
    return gone.signal;
  }

  /** Ends a session whose sign-in is over; its browser is told why when it comes. */
  close(cookie: string, reason: SignInEnd | null): void {
    if (this.find(cookie)?.status !== "signed-in") return;
    this.end(cookie);
    this.#sessions.set(cookie, { status: "ended", reason });
  }

  /** Forgets a session. */
  end(cookie: string | undefined): void {
    if (cookie === undefined) return;
    this.#sessions.delete(cookie);
    this.#gone.get(cookie)?.abort();
    this.#gone.delete(cookie);
  }

  /** Forgets all of them: the portal stops. */
  endAll(): void {
    for (const cookie of this.#sessions.keys()) this.end(cookie);
  }
}
