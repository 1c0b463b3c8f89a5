/**
 * The console's pages, as they are pictured and looked through: by whom, under which address, and which buttons are pressed first, by
 * their names (of two, whichever is there). A new page gets its line; `{user}`, `{device}` and `{company}` are Anna's, others have the
 * names that they have in `places.ts`.
 */
import type { Role } from "@mtoken/protocol/people";

export interface ConsolePage {
  name: string;
  /** Nobody is signed in where there is none. */
  role?: Role;
  address: string;
  press?: readonly string[];
}

export const consolePages: readonly ConsolePage[] = [
  { name: "sign-in", address: "/sign-in" },
  { name: "sign-in-idle", address: "/sign-in?outcome=idle" },
  { name: "overview", role: "administrator", address: "/" },
  { name: "overview-of-all", role: "officer", address: "/" },
  { name: "emergency", role: "helpdesk", address: "/emergency" },
  { name: "emergency-found", role: "helpdesk", address: "/emergency?query=jan" },
  { name: "emergency-end", role: "helpdesk", address: "/emergency?query=anna", press: ["Deactivate"] },
  { name: "companies", role: "officer", address: "/companies" },
  { name: "company", role: "officer", address: "/companies/{company}" },
  {
    name: "company-end",
    role: "officer",
    address: "/companies/{company}",
    press: ["Deactivate all phones"],
  },
  { name: "companies-add", role: "officer", address: "/companies", press: ["Add a company"] },
  { name: "company-stop", role: "officer", address: "/companies/{company}", press: ["Stop the company"] },
  { name: "company-stopped", role: "officer", address: "/companies/{stopped}" },
  { name: "company-resume", role: "officer", address: "/companies/{stopped}", press: ["Let go on"] },
  { name: "company-rename", role: "officer", address: "/companies/{company}", press: ["Rename"] },
  { name: "company-own", role: "administrator", address: "/company" },
  { name: "users", role: "administrator", address: "/users" },
  { name: "users-found", role: "administrator", address: "/users?query=bakker" },
  { name: "users-none", role: "administrator", address: "/users?query=nobodyatall" },
  { name: "users-add", role: "administrator", address: "/users", press: ["Add a user"] },
  { name: "users-of-all", role: "helpdesk", address: "/users?status=waiting" },
  { name: "user", role: "administrator", address: "/users/{user}" },
  { name: "user-freeze", role: "administrator", address: "/users/{user}", press: ["Stop sign-ins"] },
  // Anna is invited already on the second window.
  {
    name: "user-invited",
    role: "administrator",
    address: "/users/{user}",
    press: ["Invite|Invite anew", "Invite"],
  },
  { name: "user-change", role: "administrator", address: "/users/{user}", press: ["Change"] },
  { name: "user-invite", role: "administrator", address: "/users/{user}", press: ["Invite|Invite anew"] },
  { name: "user-end", role: "administrator", address: "/users/{user}", press: ["Deactivate all phones"] },
  { name: "user-remove", role: "administrator", address: "/users/{user}", press: ["Remove"] },
  { name: "user-frozen", role: "administrator", address: "/users/{frozen}" },
  { name: "user-unfreeze", role: "administrator", address: "/users/{frozen}", press: ["Let go on"] },
  { name: "user-waits", role: "administrator", address: "/users/{invited}" },
  { name: "user-take-back", role: "administrator", address: "/users/{invited}", press: ["Take back"] },
  { name: "user-runs", role: "administrator", address: "/users/{administrator}" },
  {
    name: "user-end-administrator",
    role: "administrator",
    address: "/users/{administrator}",
    press: ["End as administrator"],
  },
  // Only an officer may let in a phone of who runs a company.
  {
    name: "user-invite-officer",
    role: "officer",
    address: "/users/{administrator}",
    press: ["Invite|Invite anew"],
  },
  { name: "devices", role: "administrator", address: "/devices" },
  {
    name: "devices-approve",
    role: "administrator",
    address: "/devices?status=awaiting-approval",
    press: ["Approve"],
  },
  {
    name: "devices-refuse",
    role: "administrator",
    address: "/devices?status=awaiting-approval",
    press: ["Refuse"],
  },
  { name: "device", role: "officer", address: "/devices/{device}" },
  { name: "device-end", role: "officer", address: "/devices/{device}", press: ["Deactivate"] },
  { name: "computers", role: "helpdesk", address: "/computers" },
  { name: "computers-none", role: "officer", address: "/computers?query=nobodyatall" },
  { name: "user-add-computer", role: "administrator", address: "/users/{user}", press: ["Add a computer"] },
  { name: "proposals", role: "administrator", address: "/proposals" },
  { name: "proposals-confirmed", role: "officer", address: "/proposals?status=all" },
  { name: "proposal-of-another", role: "officer", address: "/proposals/{proposal}" },
  { name: "proposal-confirm", role: "officer", address: "/proposals/{proposal}", press: ["Confirm"] },
  { name: "proposal-reject", role: "officer", address: "/proposals/{proposal}", press: ["Reject"] },
  { name: "policy", role: "administrator", address: "/policy" },
  { name: "policy-change", role: "administrator", address: "/policy", press: ["Change"] },
  {
    name: "user-make-administrator",
    role: "administrator",
    address: "/users/{user}",
    press: ["Make administrator"],
  },
  {
    name: "proposal",
    role: "administrator",
    address: "/users/{user}",
    press: ["Make administrator", "Propose it"],
  },
  { name: "user-functions", role: "officer", address: "/users/{user}", press: ["Functions"] },
  { name: "invitations", role: "administrator", address: "/invitations" },
  { name: "invitations-of-all", role: "officer", address: "/invitations?status=open" },
  {
    name: "invitations-anew",
    role: "administrator",
    address: "/invitations?status=undelivered",
    press: ["Choose all on this page", "Invite \\d+ p\\w+ anew"],
  },
  { name: "import", role: "administrator", address: "/users/import" },
  { name: "imports", role: "administrator", address: "/users/imports" },
  { name: "imports-of-all", role: "officer", address: "/users/imports" },
  { name: "import-progress", role: "administrator", address: "/users/import/{import}" },
  {
    name: "computer-approve",
    role: "administrator",
    address: "/users/{user}",
    press: ["Approve"],
  },
  { name: "computer-refuse", role: "administrator", address: "/users/{user}", press: ["Refuse"] },
  { name: "computer-forget", role: "administrator", address: "/users/{user}", press: ["Make unknown"] },
  { name: "limits", role: "auditor", address: "/limits" },
  { name: "limits-change", role: "officer", address: "/limits", press: ["Change"] },
  { name: "staff", role: "officer", address: "/staff" },
  { name: "staff-propose", role: "officer", address: "/staff", press: ["Propose somebody"] },
  { name: "keys", role: "auditor", address: "/identity-keys" },
  { name: "keys-propose", role: "officer", address: "/identity-keys", press: ["Propose a new key"] },
  { name: "deliveries", role: "officer", address: "/deliveries" },
  { name: "activity", role: "administrator", address: "/activity" },
  { name: "activity-of-all", role: "officer", address: "/activity" },
  { name: "activity-of-user", role: "officer", address: "/activity?user={user}&from=2026-01-01" },
  { name: "activity-choose", role: "officer", address: "/activity", press: ["Choose a user"] },
  { name: "activity-none", role: "administrator", address: "/activity?kind=device.blocked&to=2020-01-01" },
  { name: "activity-own", role: "user", address: "/activity" },
  { name: "account", role: "user", address: "/account" },
  {
    name: "account-freeze",
    role: "user",
    address: "/account",
    press: ["Stop my sign-ins"],
  },
  {
    name: "account-end",
    role: "user",
    address: "/account",
    press: ["Deactivate all phones"],
  },
  { name: "not-found", role: "user", address: "/nowhere" },
];
