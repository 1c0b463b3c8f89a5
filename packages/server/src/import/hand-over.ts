/**
 * How an import stands, and its registration codes for who began it: once. They are opened from what the server holds of each invitation, while
 * it is open; nothing of them is kept for this.
 */
import type { ActivationId, CompanyId, ImportId, UserId } from "@mtoken/protocol";
import { formatActivationLink, formatRegistrationCode, ProtocolError } from "@mtoken/protocol";
import type { Import, ImportCodes, OrganizationKind } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { authorOf, type Caller, recordOf } from "../people/caller.ts";
import { holdCompany } from "../people/hold.ts";
import { companyWithinReach } from "../people/reach.ts";
import { mostAttempts } from "./import-store.ts";
import { beganBy } from "./list-imports.ts";

interface ImportRow {
  id: ImportId;
  company_id: CompanyId;
  company_name: string;
  user_id: UserId | null;
  user_name: string | null;
  user_organization: OrganizationKind | null;
  created_at: Date;
  status: Import["status"];
  total: number;
  invited: number;
  failed: number;
  codes: number;
}

/** Throws `not_found` for what is out of the caller's reach, as for what is not there. */
export async function readImport(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  id: ImportId,
): Promise<Import> {
  const { rows } = await sql<ImportRow>`
    select imports.id, imports.company_id, companies.name as company_name, imports.user_id, users.name as user_name,
      users.organization as user_organization, imports.created_at, imports.status, imports.total, done.*
    from imports join companies on companies.id = imports.company_id left join users on users.id = imports.user_id
    cross join lateral (
      select count(import_lines.activation_id)::integer as invited,
        count(*) filter (where import_lines.activation_id is null and import_lines.attempts >= ${mostAttempts}::integer)
          ::integer as failed,
        count(*) filter (where import_lines.handed_at is null and activations.status = ${"open"}
          and activations.expires_at > ${clock.now()}::timestamptz)::integer as codes
      from import_lines left join activations on activations.id = import_lines.activation_id
      where import_lines.import_id = imports.id
    ) as done
    where imports.id = ${id} and ${companyWithinReach(caller, "invitation.read")}
  `.execute(database.kysely);
  const [row] = rows;
  if (row === undefined) throw new ProtocolError("not_found");
  const { status, total, invited, failed, codes } = row;
  return {
    ...{ id, status, total, invited, failed },
    company: { id: row.company_id, name: row.company_name },
    by: beganBy(caller, row),
    created: toNumericDate(row.created_at),
    codes: row.user_id === authorOf(caller) ? codes : 0,
  };
}

interface CodeRow {
  line: number;
  user_id: UserId;
  user_name: string;
  mail: string | null;
  activation_id: ActivationId;
  expires_at: Date;
  link_by_mail: boolean | null;
  sealed_code: Buffer;
  sealed_link_secret: Buffer;
}

/** Those that were not taken before, and whose invitations are open. */
export async function takeCodes(context: Context, caller: Caller, id: ImportId): Promise<ImportCodes> {
  const { database, clock } = context;
  const at = clock.now();
  const rows = await database.kysely.transaction().execute(async (transaction) => {
    const { rows: found } = await sql<{ company: CompanyId }>`
      select companies.id as company from imports join companies on companies.id = imports.company_id
      where imports.id = ${id} and imports.user_id is not distinct from ${authorOf(caller)}::text and ${companyWithinReach(caller, "user.create")}
    `.execute(transaction);
    const [own] = found;
    if (own === undefined) throw new ProtocolError("not_found");
    const { company } = own;
    await holdCompany(transaction, caller, { act: "user.create", company });
    const { rows: taken } = await sql<CodeRow>`
      update import_lines set handed_at = ${at}::timestamptz
      from activations, activation_secrets, users
      where import_lines.import_id = ${id} and import_lines.handed_at is null
        and activations.id = import_lines.activation_id and activations.expires_at > ${at}::timestamptz
        and activation_secrets.activation_id = activations.id and users.id = import_lines.user_id
      returning import_lines.line, users.id as user_id, users.name as user_name, import_lines.mail,
        activations.id as activation_id, activations.expires_at, activations.link_by_mail,
        activation_secrets.sealed_code, activation_secrets.sealed_link_secret
    `.execute(transaction);
    const facts = { company, import: id, users: taken.length, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "import.codes-taken", ...facts });
    return taken.sort((one, other) => one.line - other.line);
  });
  return { items: rows.map((row) => describe(context, row)) };
}

function describe({ config, sealer }: Context, row: CodeRow): ImportCodes["items"][number] {
  const { activation_id: activation, mail } = row;
  const open = (column: "sealed_code" | "sealed_link_secret") =>
    sealer.open({ table: "activation_secrets", column, row: activation }, row[column]);
  const secret = open("sealed_link_secret");
  // What was done, and not what would be done today: nobody but the user ever has both (M10).
  const isShown = row.link_by_mail === false;
  return {
    user: { id: row.user_id, name: row.user_name },
    mail,
    link: isShown ? formatActivationLink({ origin: config.serverOrigin, activation, secret }) : null,
    code: formatRegistrationCode(open("sealed_code").toString()),
    expires: toNumericDate(row.expires_at),
  };
}
