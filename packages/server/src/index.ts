/** The server, for who starts it and for who operates it. */
export { exportActivity } from "./activity/export-activity.ts";
export { listActivity } from "./activity/list-activity.ts";
export {
  type BrokenAudit,
  type SoundAudit,
  type VerifyAuditOptions,
  verifyAudit,
} from "./audit/verify-audit.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type AllowComputer, allowComputer } from "./computer/allow-computer.ts";
export { type Config, type KeyBits, readConfig } from "./config.ts";
export type { Context } from "./context.ts";
export type { DeviceStatus } from "./database/tables.ts";
export { buildEvidence } from "./evidence/build-evidence.ts";
export { readImport, takeCodes } from "./import/hand-over.ts";
export { Importer } from "./import/importer.ts";
export { listFailedLines, listImportPage } from "./import/list-imports.ts";
export { previewImport } from "./import/preview-import.ts";
export { startImport } from "./import/start-import.ts";
export {
  allowApp,
  type ListedApp,
  listApps,
  type WithdrawApp,
  withdrawApp,
} from "./integrity/withdraw-app.ts";
export { revokeIdentityKey, rotateIdentity } from "./keys/identity.ts";
export { createPepper } from "./keys/pepper.ts";
export type { MailConfig } from "./mail-config.ts";
export { listDeliveries, retryDelivery } from "./notice/dead-letters.ts";
export { type MailReport, reportMail } from "./notice/mail-report.ts";
export { rotatePushKey } from "./notice/push-keys.ts";
export { type PushReport, reportPush } from "./notice/push-report.ts";
export { OperatorError, StartError } from "./operator-error.ts";
export { endAdministrator, makeAdministrator } from "./people/administrator-acts.ts";
export { type Caller, operatorAtCommandLine, operatorOf } from "./people/caller.ts";
export { createCompany, type NewCompany } from "./people/companies.ts";
export {
  deactivateDevicesOfCompany,
  renameCompany,
  resumeCompany,
  stopCompany,
} from "./people/company-acts.ts";
export {
  addComputerTo,
  allowComputerOf,
  approveComputerOf,
  refuseComputerOf,
  revokeComputerOf,
} from "./people/computer-acts.ts";
export {
  approveDeviceOf,
  deactivateDeviceOf,
  deactivateDevicesOfUser,
} from "./people/device-acts.ts";
export { freezeUserOf, unfreezeUserOf } from "./people/freeze-acts.ts";
export { inviteUserOf, revokeInvitation, type SentInvitation } from "./people/invitation-acts.ts";
export { type Invitation, inviteUser, revokeActivation } from "./people/invite-user.ts";
export { listCompanyPage, readCompany } from "./people/list-companies.ts";
export { listComputerPage } from "./people/list-computers.ts";
export { listDevicePage } from "./people/list-devices.ts";
export { listInvitationPage, listInvitations } from "./people/list-invitations.ts";
export { listUserPage, readUser } from "./people/list-users.ts";
export { changeLimits, changePolicy, readCompanyPolicy, readLimits } from "./people/policy-acts.ts";
export {
  addClientCompany,
  type FirstPerson,
  type InvitedPerson,
  type SetUpServer,
  setUpServer,
} from "./people/set-up.ts";
export { addStaff } from "./people/staff.ts";
export { addUser, changeUser, entitleUser, removeUser } from "./people/user-acts.ts";
export { createUser, type ListedDevice, type ListedUser, listUsers, type NewUser } from "./people/users.ts";
export { listProposalPage, readProposal } from "./proposal/list-proposals.ts";
export { ConfigError } from "./read-environment.ts";
export { createClient, listClients, type NewClient } from "./relying-party/client.ts";
export type { ListedClient } from "./relying-party/client-store.ts";
export { type EndedClient, endClient } from "./relying-party/end-client.ts";
export { type OpenContext, openContext, type RunningServer, startServer } from "./start.ts";
