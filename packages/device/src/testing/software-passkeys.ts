/** The phone's passkeys in software: real signatures and a real PRF (protocol's software authenticator), and a user who may say no. */
import { b64, fromB64 } from "@mtoken/protocol";
import type { SoftwarePasskey } from "@mtoken/protocol/testing";
import { assertPasskey, registerPasskey } from "@mtoken/protocol/testing";
import type { AssertedPasskey, AssertPasskey, CreatedPasskey, CreatePasskey, Passkeys } from "../ports.ts";

/** One phone's. */
export class SoftwarePasskeys implements Passkeys {
  readonly made = new Map<string, SoftwarePasskey>();
  readonly #origin: string;
  /** Set by a test: what the user or the phone does. */
  mood: "willing" | "unwilling" | "without-prf" | "late-prf" = "willing";
  /** How often the user was asked. */
  prompts = 0;
  /** What the newest was made with. */
  lastMade: CreatePasskey | undefined;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async available(): Promise<boolean> {
    return this.mood !== "without-prf";
  }

  async create(options: CreatePasskey): Promise<CreatedPasskey> {
    this.#ask();
    this.lastMade = options;
    const ceremony = { origin: this.#origin, challenge: options.challenge, prfInput: options.prfInput };
    const { passkey, registration, prf } = await registerPasskey(ceremony);
    this.made.set(b64(passkey.id), passkey);
    return {
      credential: passkey.id,
      attestationObject: fromB64(registration.attestation_object),
      clientData: fromB64(registration.client_data),
      hasPrf: this.mood !== "without-prf",
      prf: this.mood === "willing" ? prf : undefined,
    };
  }

  async assert({ credential, challenge, prfInput }: AssertPasskey): Promise<AssertedPasskey> {
    this.#ask();
    const passkey = this.made.get(b64(credential));
    if (passkey === undefined) throw new Error("NotAllowedError");
    const { assertion, prf } = await assertPasskey(passkey, { origin: this.#origin, challenge, prfInput });
    return {
      authenticatorData: fromB64(assertion.authenticator_data),
      clientData: fromB64(assertion.client_data),
      signature: fromB64(assertion.signature),
      prf: this.mood === "without-prf" ? undefined : prf,
    };
  }

  #ask(): void {
    this.prompts += 1;
    if (this.mood === "unwilling") throw new Error("NotAllowedError");
  }
}
