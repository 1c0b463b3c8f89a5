/** The mtoken protocol: all that phone, server and relying parties share. */
export * from "./base32.ts";
export * from "./bytes.ts";
export * from "./errors.ts";
export * from "./identity.ts";
export * from "./ids.ts";
export * from "./jwk.ts";
export * from "./merkle.ts";
export * from "./sealed.ts";
export * from "./srp.ts";
export * from "./srp-groups.ts";
export * from "./suite.ts";
export * from "./token.ts";
export * from "./tuple.ts";
