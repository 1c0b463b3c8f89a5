/** What the test server remembers. */
import type {
  Argon2Parameters,
  Bytes,
  Content,
  DeviceId,
  Factor,
  HandshakeId,
  HandshakeKeys,
  LiveDeviceStatus,
  Purpose,
  RequestId,
  RsaPublicJwk,
} from "@mtoken/protocol";

/** A device, from its registration on. */
export interface TestDevice {
  id: DeviceId;
  activation: string;
  status: LiveDeviceStatus | "blocked" | "deactivated";
  deviceKey: RsaPublicJwk;
  signingKey?: RsaPublicJwk;
  certificate?: string;
  salt: string;
  argon2: Argon2Parameters;
  verifier: Bytes;
  share: Bytes;
  tries: number;
  /** Fewer than five near the cap on wrong mPINs of a longer time. */
  triesAllowed: number;
  /** Of them, those that an unlocking by passkey has told of. */
  triesTold: number;
  counter: number;
  passkey?: TestEnrolledPasskey;
}

/** A passkey that a device has enrolled. */
interface TestEnrolledPasskey {
  salt: string;
  verifier: Bytes;
  tries: number;
}

/** What a proven handshake opened. */
export interface TestSession {
  id: HandshakeId;
  device: TestDevice;
  factor: Factor;
  purpose: Purpose;
  binding: string | undefined;
  message1: string;
  keys: HandshakeKeys;
  /** The proof that message 4 carried. */
  M2: string;
  seq: number;
  /** For a passkey that is about to be made. */
  challenge?: string;
}

/** Something to approve. */
export interface TestRequest {
  id: RequestId;
  content: Content | null;
  key: Bytes;
  code: string;
  createdAt: number;
  digits: string | null;
  sameDevice: boolean;
  status: "waiting" | "claimed" | "approved" | "refused";
  envelope?: string;
}
