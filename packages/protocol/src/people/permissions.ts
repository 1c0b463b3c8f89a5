/**
 * Who may do what: one table, read by the server, which enforces it, by the console, which shows no button that would be refused,
 * and by the command that prints it into docs/permissions.md. What does not stand here is refused to everybody.
 */
import type { CompanyId, UserId } from "../ids.ts";
import type { OrganizationKind, Role } from "./roles.ts";

/**
 * Whom an act may be about: `own`, the caller alone; `company`, everybody of the caller's company; `clients`, everybody of every
 * client company; `operator`, the operator's own staff.
 */
export type Reach = "own" | "company" | "clients" | "operator";

export interface Permission {
  /** What it is, for people: "Deactivate a device". */
  title: string;
  /** Who may do it, and about whom. A role that isn't named may not. */
  reach: Partial<Readonly<Record<Role, readonly Reach[]>>>;
  /** One proposes, another confirms. Nothing that stops something ever is. */
  fourEyes?: boolean;
  /** Never about oneself. */
  notOneself?: boolean;
}

const company = { administrator: ["company"] } as const;
/** Who stops what is dangerous, at any hour: in every company, and among the operator's own. */
const desk = { helpdesk: ["clients", "operator"], officer: ["clients", "operator"] } as const;
const officers = { officer: ["clients", "operator"] } as const;
const readers = {
  helpdesk: ["clients"],
  officer: ["clients", "operator"],
  auditor: ["clients", "operator"],
} as const;
const everybody = {
  user: ["own"],
  administrator: ["company"],
  helpdesk: ["own", "clients"],
  officer: ["clients", "operator"],
  auditor: ["clients", "operator"],
} as const;
/** Whoever stops something has to find it: the desk a colleague's lost phone, too. */
const finders = { ...everybody, helpdesk: desk.helpdesk } as const;

export const permissions = {
  "company.read": { title: "See a company and its policy", reach: { ...company, ...readers } },
  "company.create": { title: "Add a company", reach: { officer: ["operator"] } },
  "company.rename": { title: "Give a company another name", reach: officers },
  "company.stop": {
    title: "Stop a company: nobody of it signs in or signs",
    reach: { ...company, helpdesk: ["clients"], officer: ["clients"] },
  },
  "company.end-devices": {
    title: "Deactivate all devices of a company at once",
    // Not the operator's: nobody of it could sign in to stop anything, and one stolen phone of the desk would do it.
    reach: { ...company, helpdesk: ["clients"], officer: ["clients"] },
  },
  "company.resume": {
    title: "Let a stopped company go on",
    reach: { officer: ["clients"] },
    fourEyes: true,
  },
  "policy.change": {
    title: "Change a company's policy, the approval of new devices among it",
    reach: { ...company, ...officers },
    fourEyes: true,
  },
  "limits.read": {
    title: "See the limits of all policies by themselves",
    reach: { officer: ["operator"], auditor: ["operator"] },
  },
  "limits.change": {
    title: "Change the limits of all policies",
    reach: { officer: ["operator"] },
    fourEyes: true,
  },
  "user.read": { title: "See users", reach: finders },
  "user.create": {
    title: "Add a user",
    reach: { ...company, officer: ["clients"] },
  },
  "user.change": {
    title: "Change a user's name, mail address or language",
    reach: { ...company, ...officers },
  },
  "user.remove": {
    title: "Remove a user: devices, computers and invitations end",
    reach: { ...company, ...officers },
    notOneself: true,
  },
  "user.entitle": {
    title: "Say which functions of the app a user has",
    reach: { ...company, officer: ["clients"] },
  },
  "administrator.make": {
    title: "Make a user an administrator",
    reach: { ...company, officer: ["clients"] },
    fourEyes: true,
    notOneself: true,
  },
  "administrator.end": {
    title: "Make an administrator a user again",
    reach: { ...company, officer: ["clients"] },
  },
  "staff.create": {
    title: "Add one of the operator's own people, with their role",
    reach: { officer: ["operator"] },
    fourEyes: true,
  },
  "operator-keys.read": {
    title: "See the identity keys: since when they sign, and which one does",
    reach: { officer: ["operator"], auditor: ["operator"] },
  },
  "operator-keys.rotate": {
    title: "Add a new identity key, which signs from then on",
    reach: { officer: ["operator"] },
    fourEyes: true,
  },
  "operator-keys.revoke": {
    title: "Revoke an identity key: nothing by it is believed any more",
    reach: { officer: ["operator"] },
  },
  "portal.read": {
    title: "See the portals that are registered, and those that have ended",
    reach: { officer: ["operator"], auditor: ["operator"] },
  },
  "portal.end": {
    title: "End a portal: nobody signs in or signs there",
    reach: { officer: ["operator"] },
  },
  "user.freeze": {
    title: "Stop a user's sign-ins and signatures",
    reach: { user: ["own"], ...company, ...desk, auditor: ["own"] },
  },
  "user.unfreeze": {
    title: "Let a user go on who was stopped",
    reach: { ...company, helpdesk: ["clients"], ...officers },
    notOneself: true,
  },
  "invitation.read": { title: "See invitations", reach: { ...company, ...readers } },
  "invitation.send": {
    title: "Invite a user to activate a device; see the registration code once",
    reach: { ...company, ...officers },
    notOneself: true,
  },
  "invitation.revoke": {
    title: "Take an invitation back",
    reach: { ...company, helpdesk: ["clients"], ...officers },
  },
  "device.read": { title: "See devices", reach: finders },
  "device.approve": {
    title: "Approve a new device by the control code that its user reads out",
    reach: { ...company, ...officers },
    notOneself: true,
  },
  "device.deactivate": {
    title: "Deactivate a device; refuse one that waits for approval",
    reach: { user: ["own"], ...company, ...desk, auditor: ["own"] },
  },
  "computer.read": { title: "See known computers", reach: finders },
  "computer.approve": {
    title: "Approve a user's computer, or add one, by the control code that its page shows; refuse it",
    // Nobody does it for themselves: the only administrator of a company is let in by an officer.
    reach: { ...company, ...officers },
    notOneself: true,
  },
  "computer.revoke": {
    title: "Make a known computer unknown",
    reach: { user: ["own"], ...company, ...desk, auditor: ["own"] },
  },
  "computer.allow": {
    title: "Allow a computer again that is refused to a user",
    reach: {
      ...{ user: ["own"], administrator: ["company"], helpdesk: ["clients"] },
      ...officers,
      auditor: ["own"],
    },
  },
  "activity.read": { title: "See what happened, and export it", reach: everybody },
  "proposal.read": {
    title: "See what waits for a second person",
    // Whoever answers the telephone is asked what became of one, and decides none.
    reach: { ...company, ...readers },
  },
  "delivery.read": {
    title: "See notices that could not be delivered",
    reach: { officer: ["operator"], auditor: ["operator"] },
  },
  "delivery.retry": { title: "Send them again", reach: { officer: ["operator"] } },
} as const satisfies Record<string, Permission>;

export type Act = keyof typeof permissions;

export const acts = Object.keys(permissions) as Act[];

/** Whom the role may do it about; empty where it may not do it at all. */
export function reachOf(role: Role, act: Act): readonly Reach[] {
  const { reach }: Permission = permissions[act];
  return reach[role] ?? [];
}

/** Two people take part: what is asked for waits until another one confirms it. */
export function needsFourEyes(act: Act): boolean {
  const { fourEyes = false }: Permission = permissions[act];
  return fourEyes;
}

/** Who acts. */
export interface Caller {
  user: UserId;
  company: CompanyId;
  role: Role;
}

/** Whom or what it is about: somebody, or a company as a whole. */
export interface Subject {
  company: CompanyId;
  kind: OrganizationKind;
  user?: UserId;
}

/** The one answer to "may they?". Everything about a company is out of reach for who reaches only themselves. */
export function mayAct(caller: Caller, act: Act, subject: Subject): boolean {
  const { notOneself = false }: Permission = permissions[act];
  if (notOneself && subject.user === caller.user) return false;
  return reachOf(caller.role, act).some((reach) => isWithin(reach, caller, subject));
}

function isWithin(reach: Reach, caller: Caller, subject: Subject): boolean {
  switch (reach) {
    case "own":
      return subject.user === caller.user;
    case "company":
      return subject.company === caller.company;
    case "clients":
      return subject.kind === "client";
    case "operator":
      return subject.kind === "operator";
  }
}
