/** Who people are to the server and what each may do: for the server, the console and relying parties, and never for the phone. */
export * from "../reason.ts";
export * from "./activity.ts";
export * from "./companies.ts";
export * from "./computers.ts";
export * from "./deliveries.ts";
export * from "./devices.ts";
export * from "./identity-keys.ts";
export * from "./imports.ts";
export * from "./invitations.ts";
export * from "./list.ts";
export * from "./mail-address.ts";
export * from "./me.ts";
export * from "./permissions.ts";
export * from "./policy.ts";
export * from "./proposals.ts";
export * from "./roles.ts";
export * from "./users.ts";
