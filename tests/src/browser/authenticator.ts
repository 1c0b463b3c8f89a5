/** The phone's own authenticator, as Chromium plays it: one for a page, for as long as that page is open. */
import type { CDPSession, Page } from "playwright-core";

export class Authenticator {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  /** Passkeys of one without PRF keep no secret that a proof could be made of. */
  static async of(page: Page, { hasPrf = true } = {}): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal" },
        ...{ hasResidentKey: true, hasUserVerification: true, hasPrf },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  /** Whether whoever is before the phone is the one that it knows. */
  async recognise(isUserVerified: boolean): Promise<void> {
    await this.#session.send("WebAuthn.setUserVerified", { authenticatorId: this.#id, isUserVerified });
  }

  /** With all its passkeys. */
  async remove(): Promise<void> {
    await this.#session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.#id });
    await this.#session.detach();
  }
}
