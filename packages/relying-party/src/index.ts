export { ActingUser } from "./acting-user.ts";
export { RelyingPartyError } from "./api-connection.ts";
export type { FollowOptions } from "./follow-request.ts";
export type { RelyingPartyOptions, SignatureOptions, SignInEnded } from "./relying-party.ts";
export { RelyingParty } from "./relying-party.ts";
export type { PendingSignIn } from "./sign-in-start.ts";
