/** Imports, a page of them, the newest first, as far as the caller reaches; and of one the lines that were not done. */
import type { AppFunction, CompanyId, ImportId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type {
  FailedLines,
  Import,
  ImportListQuery,
  ListedImport,
  OrganizationKind,
  Page,
} from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { actorFor, type Caller } from "../people/caller.ts";
import { allOf, instantOf, readPage } from "../people/page.ts";
import { companyWithinReach, requireReach } from "../people/reach.ts";
import { mostAttempts } from "./import-store.ts";

interface ImportRow extends BegunBy {
  id: ImportId;
  company_id: CompanyId;
  company_name: string;
  created_at: Date;
  status: Import["status"];
  total: number;
  undone: number;
  failed: number;
}

export function listImportPage(
  context: Pick<Context, "database">,
  caller: Caller,
  query: ImportListQuery,
): Promise<Page<ListedImport>> {
  requireReach(caller, "invitation.read");
  const [at, id] = instantOf(query) ?? [];
  const conditions = allOf([
    companyWithinReach(caller, "invitation.read"),
    query.company && sql`imports.company_id = ${query.company}`,
    query.status && sql`imports.status = ${query.status}`,
    at && sql`(imports.created_at, imports.id) < (${at}::timestamptz, ${id})`,
  ]);
  return readPage(context, query, {
    rows: async (transaction, limit) => (await listing(conditions, limit).execute(transaction)).rows,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: (row) => ({
      ...{ id: row.id, status: row.status, total: row.total, failed: row.failed },
      invited: row.total - row.undone,
      company: { id: row.company_id, name: row.company_name },
      by: beganBy(caller, row),
      created: toNumericDate(row.created_at),
    }),
  });
}

function listing(conditions: RawBuilder<unknown>, limit: number): RawBuilder<ImportRow> {
  return sql<ImportRow>`
    select listed.*, users.name as user_name, users.organization as user_organization, left_over.*
    from (
      select imports.id, imports.company_id, companies.name as company_name, imports.user_id, imports.created_at,
        imports.status, imports.total
      from imports join companies on companies.id = imports.company_id
      where ${conditions}
      order by imports.created_at desc, imports.id desc limit ${limit}::integer
    ) as listed
    left join users on users.id = listed.user_id
    cross join lateral (
      select count(*)::integer as undone,
        count(*) filter (where attempts >= ${mostAttempts}::integer)::integer as failed
      from import_lines where import_id = listed.id and activation_id is null
    ) as left_over
    order by listed.created_at desc, listed.id desc
  `;
}

interface BegunBy {
  user_id: UserId | null;
  user_name: string | null;
  user_organization: OrganizationKind | null;
}

export function beganBy(
  caller: Caller,
  { user_id: id, user_name: name, user_organization: organization }: BegunBy,
): Import["by"] {
  if (id === null) return { id, name, operator: true };
  return actorFor(caller, { id, name, organization });
}

interface LineRow {
  line: number;
  name: string;
  mail: string | null;
  language: string | null;
  functions: AppFunction[];
  user_id: UserId | null;
  why: FailedLines["items"][number]["why"];
}

/** As they stood in the file, so that they can be put into another one. Throws `not_found` for what is out of the caller's reach. */
export async function listFailedLines(
  { database }: Pick<Context, "database">,
  caller: Caller,
  id: ImportId,
): Promise<FailedLines> {
  const { rows } = await sql<LineRow | { line: null }>`
    select import_lines.line, import_lines.name, import_lines.mail, import_lines.language, import_lines.functions,
      case when users.removed_at is null then users.id end as user_id,
      case when users.removed_at is not null then 'removed'
        when import_lines.attempts < ${mostAttempts}::integer then 'stopped' else 'failed' end as why
    from imports join companies on companies.id = imports.company_id
    left join import_lines on import_lines.import_id = imports.id and import_lines.activation_id is null
      and (import_lines.attempts >= ${mostAttempts}::integer or imports.status = ${"stopped"})
    left join users on users.id = import_lines.user_id
    where imports.id = ${id} and ${companyWithinReach(caller, "invitation.read")}
    order by import_lines.line
  `.execute(database.kysely);
  // Of an import that all was done of there is one row with nothing in it, of none there is none.
  if (rows.length === 0) throw new ProtocolError("not_found");
  return {
    items: rows.filter((row) => row.line !== null).map(({ user_id: user, ...row }) => ({ ...row, user })),
  };
}
