/** The headless phone: every rule of the phone that is not a pixel. */
export type { ActivateOptions, ActivationProgress, ResumeOptions } from "./activation.ts";
export type { CertifiedDevice } from "./certification.ts";
export type { AskedEnrolment } from "./computers.ts";
export { Device } from "./device.ts";
export type { DeviceState } from "./device-state.ts";
export type { DeviceErrorCode, DeviceErrorDetails } from "./errors.ts";
export { DeviceError, deviceErrorCatalogue, isDeviceError } from "./errors.ts";
export type { FetchTransportOptions } from "./fetch-transport.ts";
export { fetchTransport } from "./fetch-transport.ts";
export { MemoryVault } from "./memory-vault.ts";
export type { MpinPolicy, MpinProblem } from "./mpin-rules.ts";
export { checkMpin, widestMpinPolicy } from "./mpin-rules.ts";
export type {
  AssertedPasskey,
  AssertPasskey,
  Clock,
  CreatedPasskey,
  CreatePasskey,
  Passkeys,
  Ports,
  Transport,
  TransportAnswer,
  VaultStorage,
} from "./ports.ts";
export type { ClaimSource, Decided, OpenedRequest } from "./requests.ts";
export type { Session } from "./session.ts";
export type { Stretch, StretchOptions } from "./stretch.ts";
export type { VaultFile } from "./vault-file.ts";
export { exportVault, importVault } from "./vault-file.ts";
export type { VaultRecord } from "./vault-record.ts";
