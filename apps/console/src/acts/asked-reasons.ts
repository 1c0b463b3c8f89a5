/**
 * Which reasons the dialog of an act offers: those that somebody can have for it, and which of them is chosen already. The API takes
 * each of them for every act.
 */
import { type Reason, reasons } from "@mtoken/protocol/people";

export interface AskedReasons {
  offered: readonly Reason[];
  chosen: Reason;
}

const ofUser = ["left-company", "suspicious", "mistake", "other"] as const;

export const askedReasons = {
  endDevices: asked(reasons, "lost"),
  refuseDevice: asked(reasons, "suspicious"),
  endDevicesOfCompany: asked(["suspicious", "mistake", "other"], "suspicious"),
  freeze: asked(["lost", "stolen", "left-company", "suspicious", "other"], "suspicious"),
  // What they were stopped for is over, or never was.
  unfreeze: asked(["replaced", "mistake", "other"], "mistake"),
  removeUser: asked(ofUser, "left-company"),
  endAdministrator: asked(ofUser, "other"),
  revokeInvitation: asked(ofUser, "mistake"),
  stopCompany: asked(["suspicious", "other"], "suspicious"),
  endPortal: asked(["suspicious", "mistake", "other"], "suspicious"),
  revokeKey: asked(["suspicious", "mistake", "other"], "suspicious"),
  refuseComputer: asked(ofUser, "suspicious"),
  revokeComputer: asked(ofUser, "other"),
  allowComputer: asked(["mistake", "other"], "mistake"),
};

function asked<const Offered extends Reason>(
  offered: readonly Offered[],
  chosen: NoInfer<Offered>,
): AskedReasons {
  return { offered, chosen };
}
