/**
 * Who people are to the server. An organization is the operator (one, it runs the server) or a client company; each has
 * roles of its own, and nobody is of two.
 */
import * as v from "valibot";

export const organizationKinds = ["operator", "client"] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const clientRoles = ["user", "administrator"] as const;
export const operatorRoles = ["helpdesk", "officer", "auditor"] as const;
export const roles = [...clientRoles, ...operatorRoles] as const;
export type Role = (typeof roles)[number];

export const roleSchema = v.picklist(roles);

/** The kind of organization whose people have this role. */
export function organizationOf(role: Role): OrganizationKind {
  return (operatorRoles as readonly Role[]).includes(role) ? "operator" : "client";
}
