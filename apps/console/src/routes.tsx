/**
 * Every page: its address under /c/, and where it stands in the navigation. A page is a chunk of its own, loaded when somebody comes.
 */
import { type Me, reachOf } from "@mtoken/protocol/people";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { messages } from "./language/catalogue.ts";
import type { IconName } from "./parts/icon.tsx";
import { reachesCompanies, reachesOthers } from "./session/me.tsx";

export interface Route {
  /** As wouter matches it. */
  path: string;
  page: LazyExoticComponent<ComponentType>;
  /** Who is led there has it among what they may see; the address itself asks the server. */
  nav?: { icon: IconName; label: () => string; isFor: (me: Me) => boolean };
}

const seesDeliveries = (me: Me) => reachesOthers(me, "delivery.read");
const everybody = () => true;
const overseesUsers = (me: Me) => reachesOthers(me, "user.read");
const stopsOthers = (me: Me) => reachesOthers(me, "device.deactivate");
const overseesOwnCompany = ({ role }: Me) => reachOf(role, "company.read").includes("company");
const seesInvitations = (me: Me) => reachesOthers(me, "invitation.read");
const seesProposals = (me: Me) => reachesOthers(me, "proposal.read");
const seesLimits = (me: Me) => reachesOthers(me, "limits.read");
const seesStaff = ({ role }: Me) => reachOf(role, "user.read").includes("operator");
const seesPortals = (me: Me) => reachesOthers(me, "portal.read");
const seesKeys = (me: Me) => reachesOthers(me, "operator-keys.read");
const overseesCompanies = (me: Me) => reachesCompanies(me, "company.read");

export const routes: readonly Route[] = [
  {
    path: "/",
    page: lazy(async () => ({ default: (await import("./pages/overview/overview-page.tsx")).OverviewPage })),
    nav: { icon: "overview", label: () => messages.overview.title, isFor: overseesUsers },
  },
  {
    path: "/emergency",
    page: lazy(async () => ({
      default: (await import("./pages/emergency/emergency-page.tsx")).EmergencyPage,
    })),
    nav: { icon: "stop", label: () => messages.emergency.title, isFor: stopsOthers },
  },
  {
    path: "/companies",
    page: lazy(async () => ({
      default: (await import("./pages/companies/companies-page.tsx")).CompaniesPage,
    })),
    nav: { icon: "company", label: () => messages.companies.title, isFor: overseesCompanies },
  },
  {
    path: "/company",
    page: lazy(async () => ({ default: (await import("./pages/companies/company-page.tsx")).CompanyPage })),
    nav: { icon: "company", label: () => messages.companies.own, isFor: overseesOwnCompany },
  },
  {
    path: "/companies/:company",
    page: lazy(async () => ({ default: (await import("./pages/companies/company-page.tsx")).CompanyPage })),
  },
  {
    path: "/users",
    page: lazy(async () => ({ default: (await import("./pages/users/users-page.tsx")).UsersPage })),
    nav: { icon: "people", label: () => messages.users.title, isFor: overseesUsers },
  },
  {
    path: "/users/import",
    page: lazy(async () => ({ default: (await import("./pages/import/import-page.tsx")).ImportPage })),
  },
  {
    path: "/users/imports",
    page: lazy(async () => ({ default: (await import("./pages/import/imports-page.tsx")).ImportsPage })),
  },
  {
    path: "/users/import/:import",
    page: lazy(async () => ({
      default: (await import("./pages/import/import-progress-page.tsx")).ImportProgressPage,
    })),
  },
  {
    path: "/users/:user",
    page: lazy(async () => ({ default: (await import("./pages/users/user-page.tsx")).UserPage })),
  },
  {
    path: "/invitations",
    page: lazy(async () => ({
      default: (await import("./pages/invitations/invitations-page.tsx")).InvitationsPage,
    })),
    nav: { icon: "mail", label: () => messages.invitations.title, isFor: seesInvitations },
  },
  {
    path: "/devices",
    page: lazy(async () => ({ default: (await import("./pages/devices/devices-page.tsx")).DevicesPage })),
    nav: { icon: "device", label: () => messages.devices.title, isFor: overseesUsers },
  },
  {
    path: "/devices/:device",
    page: lazy(async () => ({ default: (await import("./pages/devices/device-page.tsx")).DevicePage })),
  },
  {
    path: "/computers",
    page: lazy(async () => ({
      default: (await import("./pages/computers/computers-page.tsx")).ComputersPage,
    })),
    nav: { icon: "computer", label: () => messages.computers.title, isFor: overseesUsers },
  },
  {
    path: "/proposals",
    page: lazy(async () => ({
      default: (await import("./pages/proposals/proposals-page.tsx")).ProposalsPage,
    })),
    nav: { icon: "check", label: () => messages.proposals.title, isFor: seesProposals },
  },
  {
    path: "/proposals/:proposal",
    page: lazy(async () => ({ default: (await import("./pages/proposals/proposal-page.tsx")).ProposalPage })),
  },
  {
    path: "/policy",
    page: lazy(async () => ({ default: (await import("./pages/policy/policy-page.tsx")).PolicyPage })),
    nav: { icon: "rules", label: () => messages.policy.nav, isFor: overseesOwnCompany },
  },
  {
    path: "/companies/:company/policy",
    page: lazy(async () => ({ default: (await import("./pages/policy/policy-page.tsx")).PolicyPage })),
  },
  {
    path: "/limits",
    page: lazy(async () => ({ default: (await import("./pages/limits/limits-page.tsx")).LimitsPage })),
    nav: { icon: "limits", label: () => messages.limits.title, isFor: seesLimits },
  },
  {
    path: "/staff",
    page: lazy(async () => ({ default: (await import("./pages/staff/staff-page.tsx")).StaffPage })),
    nav: { icon: "badge", label: () => messages.staff.title, isFor: seesStaff },
  },
  {
    path: "/portals",
    page: lazy(async () => ({ default: (await import("./pages/portals/portals-page.tsx")).PortalsPage })),
    nav: { icon: "globe", label: () => messages.portals.title, isFor: seesPortals },
  },
  {
    path: "/identity-keys",
    page: lazy(async () => ({ default: (await import("./pages/keys/keys-page.tsx")).KeysPage })),
    nav: { icon: "key", label: () => messages.keys.title, isFor: seesKeys },
  },
  {
    path: "/deliveries",
    page: lazy(async () => ({
      default: (await import("./pages/deliveries/deliveries-page.tsx")).DeliveriesPage,
    })),
    nav: { icon: "inbox", label: () => messages.deliveries.nav, isFor: seesDeliveries },
  },
  {
    path: "/activity",
    page: lazy(async () => ({ default: (await import("./pages/activity/activity-page.tsx")).ActivityPage })),
    nav: { icon: "clock", label: () => messages.activity.title, isFor: everybody },
  },
  {
    path: "/account",
    page: lazy(async () => ({ default: (await import("./pages/account/account-page.tsx")).AccountPage })),
    nav: { icon: "user", label: () => messages.account.title, isFor: everybody },
  },
  {
    path: "/help",
    page: lazy(async () => ({ default: (await import("./pages/help/help-page.tsx")).HelpPage })),
    nav: { icon: "help", label: () => messages.help.title, isFor: everybody },
  },
];
