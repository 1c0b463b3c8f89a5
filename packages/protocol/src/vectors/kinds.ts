/**
 * All kinds of vectors. A new kind is a file beside this one, and a line here; then
 * `npm run vectors -w @mtoken/protocol` writes its file.
 */
import { activationMessageVectors } from "./activation-message-vectors.ts";
import { activationVectors } from "./activation-vectors.ts";
import { base32Vectors } from "./base32-vectors.ts";
import { biometricVectors } from "./biometric-vectors.ts";
import { bytesVectors } from "./bytes-vectors.ts";
import { callVectors } from "./call-vectors.ts";
import { certificateVectors } from "./certificate-vectors.ts";
import { computerVectors } from "./computer-vectors.ts";
import { contentVectors } from "./content-vectors.ts";
import { deviceSecretVectors } from "./device-secret-vectors.ts";
import { endorsementVectors } from "./endorsement-vectors.ts";
import { evidenceVectors } from "./evidence-vectors.ts";
import { handshakeVectors } from "./handshake-vectors.ts";
import { idVectors } from "./id-vectors.ts";
import { keyVectors } from "./key-vectors.ts";
import { merkleVectors } from "./merkle-vectors.ts";
import { messageVectors } from "./message-vectors.ts";
import { mpinChangeVectors } from "./mpin-change-vectors.ts";
import { qrVectors } from "./qr-vectors.ts";
import { requestLinkVectors } from "./request-link-vectors.ts";
import { sealedVectors } from "./sealed-vectors.ts";
import { srpVectors } from "./srp-vectors.ts";
import { tokenVectors } from "./token-vectors.ts";
import { tupleVectors } from "./tuple-vectors.ts";
import type { VectorKind } from "./vector-kind.ts";

/** The kinds, in the order of docs/protocol.md. */
export const vectorKinds: readonly VectorKind[] = [
  bytesVectors,
  tupleVectors,
  base32Vectors,
  keyVectors,
  idVectors,
  srpVectors,
  deviceSecretVectors,
  endorsementVectors,
  tokenVectors,
  messageVectors,
  sealedVectors,
  activationVectors,
  activationMessageVectors,
  certificateVectors,
  handshakeVectors,
  mpinChangeVectors,
  biometricVectors,
  callVectors,
  qrVectors,
  requestLinkVectors,
  computerVectors,
  contentVectors,
  merkleVectors,
  evidenceVectors,
];
