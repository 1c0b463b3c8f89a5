/**
 * Brings the tables up to date. The migrations are a list in code, so that a bundled server carries them; several
 * processes that start at once wait for one another on a lock of PostgreSQL's, and the first does the work.
 */
import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { takeLock } from "./advisory-lock.ts";
import { createTables } from "./migrations/0001-create-tables.ts";
import { endorseKeys } from "./migrations/0002-endorse-keys.ts";
import { sumWrongProofs } from "./migrations/0003-sum-wrong-proofs.ts";
import { returnCodes } from "./migrations/0004-return-codes.ts";
import { restrictClients } from "./migrations/0005-restrict-clients.ts";
import { hashMessages } from "./migrations/0006-hash-messages.ts";
import { bindInteractions } from "./migrations/0007-bind-interactions.ts";
import { deleteWhatIsOver } from "./migrations/0008-delete-what-is-over.ts";
import { partActivationSecrets } from "./migrations/0009-part-activation-secrets.ts";
import { endClients } from "./migrations/0011-end-clients.ts";
import { lightenIndexes } from "./migrations/0012-lighten-indexes.ts";
import { tellUsers } from "./migrations/0013-tell-users.ts";
import { withdrawApps } from "./migrations/0014-withdraw-apps.ts";
import { freezeUsers } from "./migrations/0015-freeze-users.ts";
import { biometrics } from "./migrations/0016-biometrics.ts";
import { organizations } from "./migrations/0017-organizations.ts";
import { tellWrongTries } from "./migrations/0018-tell-wrong-tries.ts";
import { addConsole } from "./migrations/0019-console.ts";
import { listPeople } from "./migrations/0020-list-people.ts";
import { mail } from "./migrations/0021-mail.ts";
import { appsOfSessions } from "./migrations/0022-apps-of-sessions.ts";
import { policies } from "./migrations/0023-policies.ts";
import { proposals } from "./migrations/0024-proposals.ts";
import { activity } from "./migrations/0025-activity.ts";
import { imports } from "./migrations/0026-imports.ts";
import { entitlements } from "./migrations/0027-entitlements.ts";
import { userComputers } from "./migrations/0028-user-computers.ts";
import { untoldTries } from "./migrations/0029-untold-tries.ts";
import { portalsManagePeople } from "./migrations/0030-portals-manage-people.ts";
import { companyWork } from "./migrations/0031-company-work.ts";
import { importsAtTheCommandLine } from "./migrations/0032-imports-at-the-command-line.ts";
import { secondPeople } from "./migrations/0033-second-people.ts";
import { endSignIns } from "./migrations/0034-end-sign-ins.ts";
import { tellPolicies } from "./migrations/0035-tell-policies.ts";
import { functionsOfImports } from "./migrations/0036-functions-of-imports.ts";
import { runningTries } from "./migrations/0037-running-tries.ts";
import { tellTheDesk } from "./migrations/0038-tell-the-desk.ts";
import { codesByService } from "./migrations/0039-codes-by-service.ts";
import { approvingWays } from "./migrations/0040-approving-ways.ts";
import { listInvitations } from "./migrations/0041-list-invitations.ts";
import { listImports } from "./migrations/0042-list-imports.ts";
import { waitingOfCompany } from "./migrations/0043-waiting-of-company.ts";
import { triedCompanyWork } from "./migrations/0044-tried-company-work.ts";
import { importReferences } from "./migrations/0045-import-references.ts";
import { listByStatus } from "./migrations/0046-list-by-status.ts";
import { toldOperator } from "./migrations/0047-told-operator.ts";
import type { Tables } from "./tables.ts";

export const migrations: Record<string, Migration> = {
  "0001-create-tables": createTables,
  "0002-endorse-keys": endorseKeys,
  "0003-sum-wrong-proofs": sumWrongProofs,
  "0004-return-codes": returnCodes,
  "0005-restrict-clients": restrictClients,
  "0006-hash-messages": hashMessages,
  "0007-bind-interactions": bindInteractions,
  "0008-delete-what-is-over": deleteWhatIsOver,
  "0009-part-activation-secrets": partActivationSecrets,
  "0011-end-clients": endClients,
  "0012-lighten-indexes": lightenIndexes,
  "0013-tell-users": tellUsers,
  "0014-withdraw-apps": withdrawApps,
  "0015-freeze-users": freezeUsers,
  "0016-biometrics": biometrics,
  "0017-organizations": organizations,
  "0018-tell-wrong-tries": tellWrongTries,
  "0019-console": addConsole,
  "0020-list-people": listPeople,
  "0021-mail": mail,
  "0022-apps-of-sessions": appsOfSessions,
  "0023-policies": policies,
  "0024-proposals": proposals,
  "0025-activity": activity,
  "0026-imports": imports,
  "0027-entitlements": entitlements,
  "0028-user-computers": userComputers,
  "0029-untold-tries": untoldTries,
  "0030-portals-manage-people": portalsManagePeople,
  "0031-company-work": companyWork,
  "0032-imports-at-the-command-line": importsAtTheCommandLine,
  "0033-second-people": secondPeople,
  "0034-end-sign-ins": endSignIns,
  "0035-tell-policies": tellPolicies,
  "0036-functions-of-imports": functionsOfImports,
  "0037-running-tries": runningTries,
  "0038-tell-the-desk": tellTheDesk,
  "0039-codes-by-service": codesByService,
  "0040-approving-ways": approvingWays,
  "0041-list-invitations": listInvitations,
  "0042-list-imports": listImports,
  "0043-waiting-of-company": waitingOfCompany,
  "0044-tried-company-work": triedCompanyWork,
  "0045-import-references": importReferences,
  "0046-list-by-status": listByStatus,
  "0047-told-operator": toldOperator,
};

export async function migrate(kysely: Kysely<Tables>): Promise<void> {
  // Kysely makes its own two tables before it takes its lock, which races; ours is held around all of it.
  await kysely.transaction().execute(async (transaction) => {
    await takeLock(transaction, "migration");
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
}
