export { RelyingPartyError } from "./api-connection.ts";
export type { RelyingPartyOptions } from "./relying-party.ts";
export { RelyingParty } from "./relying-party.ts";
export type { PendingSignIn } from "./sign-in-start.ts";
