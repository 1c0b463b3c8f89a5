/** What an inbox may hold. */
import type { Notice, NoticeContent } from "@mtoken/protocol";
import { otherPhone, present, thisPhone } from "./preview-account.ts";

const administrator = { id: "usr_9", name: "Maximiliane Oberhuber" };

function noticesOf(members: readonly object[]): Notice[] {
  return members.map((notice, index) => ({
    ...{ notice: `ntc_${index}`, at: present - index * index * 86_400, read: index > 1, about: null },
    ...notice,
  })) as unknown as Notice[];
}

/** As an inbox may look on a bad day. */
export const told = noticesOf([
  { kind: "mpin.wrong", data: { device: thisPhone, tries_left: 2 }, read: false },
  { kind: "device.blocked", data: { device: otherPhone }, about: administrator },
  { kind: "mpin.changed", data: { device: thisPhone } },
  { kind: "device.activated", data: { device: thisPhone } },
  { kind: "device.deactivated", data: { device: otherPhone, cause: "replaced" } },
]);

const data = { device: otherPhone };
const proposal = `prp_${"0".repeat(26)}`;

const ofComputer = { computer: `cpt_${"A".repeat(43)}`, description: "Chrome on Windows" };

/** Each kind that administrators are told too. */
const ofDevices = [
  { kind: "device.activated", data },
  { kind: "device.awaiting-approval", data },
  { kind: "device.left-to-operator", data },
  { kind: "device.blocked", data },
  { kind: "device.deactivated", data: { ...data, cause: "user" } },
  { kind: "device.deactivated", data: { ...data, cause: "administrator" } },
  { kind: "device.deactivated", data: { ...data, cause: "operator" } },
  { kind: "device.deactivated", data: { ...data, cause: "replaced" } },
  { kind: "user.frozen", data },
  { kind: "user.stopped", data: {} },
  { kind: "user.unfrozen", data: {} },
  { kind: "computer.added", data: ofComputer },
  { kind: "computer.waiting", data: ofComputer },
  { kind: "computer.copied", data: ofComputer },
  { kind: "mail.changed", data: {} },
  { kind: "administrator.made", data: {} },
  { kind: "administrator.ended", data: {} },
] as unknown as readonly NoticeContent[];

/** Each kind once, told to the user whose phone it is. */
export const allOwn = noticesOf([
  ...ofDevices,
  { kind: "biometrics.added", data },
  { kind: "biometrics.removed", data },
  { kind: "mpin.changed", data },
  { kind: "mpin.wrong", data: { ...data, tries_left: 2 } },
  { kind: "mpin.wrong", data: { ...data, tries_left: 1 } },
  { kind: "app.withdrawn", data },
  { kind: "policy.changed", data: {} },
  { kind: "policy.applied", data: {} },
  { kind: "limits.changed", data: {} },
  { kind: "staff.created", data: {} },
  { kind: "identity.added", data: {} },
  { kind: "identity.revoked", data: {} },
  { kind: "client.ended", data: {} },
  { kind: "company.stopped", data: {} },
  { kind: "company.resumed", data: {} },
  { kind: "company.devices-ended", data: {} },
  { kind: "proposal.waiting", data: { proposal } },
  ...["confirmed", "rejected", "expired", "void"].map((outcome) => ({
    ...{ kind: "proposal.decided", data: { proposal, outcome } },
  })),
  { kind: "of.later-versions", data },
]);

/** Each kind once, told to an administrator. */
export const allOfOthers = noticesOf(ofDevices.map((notice) => ({ ...notice, about: administrator })));
