/** From an activation link to a pending device, message by message (docs/protocol.md §4). */
import {
  activationTranscript,
  b64,
  bigIntToBytes,
  codeProof,
  computeVerifier,
  hashToken,
  linkProof,
  offerSchema,
  parseActivationLink,
  randomBytes,
  sealToKey,
  signToken,
  srpGroup,
  thumbprint,
} from "@mtoken/protocol";
import type { Lies } from "./phone-basis.ts";
import { PhoneBasis } from "./phone-basis.ts";

/** The part of a phone that is activated. */
export class ActivatingPhone extends PhoneBasis {
  /** From link and code to a pending device. */
  async activate(secrets: { link: string; code: string; mpin: string }): Promise<void> {
    const { activation } = readLink(secrets.link);
    const offer = await this.fetchOffer(secrets.link);
    const { sealed } = await this.activationMessage({ ...secrets, offer });
    await this.post(`/v1/activations/${activation}`, sealed);
  }

  fetchOffer(link: string): Promise<string> {
    return this.exchange(`/v1/activations/${readLink(link).activation}`);
  }

  /** The signed message, the same sealed, and the key of the answer. */
  async activationMessage(options: {
    link: string;
    code: string;
    mpin: string;
    offer: string;
    /** In place of the one that goes with the mPIN; it is proven all the same. */
    verifier?: Uint8Array;
    lies?: Lies;
  }): Promise<{ token: string; sealed: string; answerKey: Uint8Array }> {
    const { origin } = this.options;
    const { activation, secret } = readLink(options.link);
    const { activation_key, suite, group } = await this.verified(
      options.offer,
      "mtoken-offer+jws",
      offerSchema,
    );
    this.salt = randomBytes(16);
    this.group = srpGroup(group);
    const answerKey = randomBytes(64);
    const x = await this.exponent(options.mpin);
    const verifier = bigIntToBytes(computeVerifier({ group: this.group, x }), this.group.length);
    const claims = {
      aud: origin,
      activation,
      suite,
      offer: await hashToken(options.offer),
      salt: b64(this.salt),
      argon2: this.argon2,
      verifier: b64(options.verifier ?? verifier),
      answer_key: b64(answerKey),
    };
    const transcript = await activationTranscript({ ...claims, device: this.device });
    const payload = {
      ...claims,
      device_key: this.deviceJwk,
      link_proof: b64(await linkProof(secret, transcript)),
      code_proof: b64(await codeProof(options.code, transcript)),
      iat: this.seconds(),
      ...options.lies,
    };
    const token = await signToken({ typ: "mtoken-activation+jws", payload, key: this.deviceKey.privateKey });
    const kid = await thumbprint(activation_key);
    const sealed = await sealToKey({
      plaintext: token,
      jwk: activation_key,
      kid,
      typ: "mtoken-activation+jwe",
    });
    return { token, sealed, answerKey };
  }
}

export function readLink(text: string) {
  const link = parseActivationLink(text);
  if (link === undefined) throw new TypeError("not an activation link");
  return link;
}
