/** What would come of a file of users: who can be added, and each line that can't. Nothing is done. */
import type { CompanyId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { ImportedUser, ImportFile, ImportPreview } from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Context } from "../context.ts";
import type { Queries } from "../database/database.ts";
import type { Caller } from "../people/caller.ts";
import { companyWithinReach } from "../people/reach.ts";
import { sortName } from "../people/search-words.ts";
import { columnOf, identityOf, problem, type ReadUsers, readUsers } from "./read-users.ts";

/** How many of those that can be added are shown. */
const shown = 20;

export async function previewImport(
  { database }: Pick<Context, "database">,
  caller: Caller,
  sent: ImportFile,
): Promise<ImportPreview> {
  const { kysely } = database;
  const { company } = sent;
  await requireAdding(kysely, caller, company);
  const read = await readUsers(Buffer.from(sent.csv, "base64url"), sent.functions);
  const { users, problems } = await withoutKnown(kysely, company, read);
  return { users: users.length, first: users.slice(0, shown), problems };
}

/** Before a file is read, which takes its time: whether its reader may add anybody to this company. */
export async function requireAdding(queries: Queries, caller: Caller, company: CompanyId): Promise<void> {
  const { rows } = await sql`
    select from companies where id = ${company} and ${companyWithinReach(caller, "user.create")}
  `.execute(queries);
  if (rows.length === 0) throw new ProtocolError("not_found");
}

/** Those who are in the company already are problems too, and those whom another import is about to add. */
export async function withoutKnown(
  queries: Queries,
  company: CompanyId,
  { users, problems }: ReadUsers,
): Promise<ReadUsers> {
  const known = await findKnown(queries, company, users);
  const isKnown = (user: ImportedUser) => known.has(identityOf(user));
  const found = users.filter(isKnown).map((user) => problem(user.line, "exists", columnOf(user)));
  const all = [...problems, ...found].sort((one, other) => one.line - other.line);
  return { users: users.filter((user) => !isKnown(user)), problems: all };
}

async function findKnown(
  queries: Queries,
  company: CompanyId,
  users: readonly ImportedUser[],
): Promise<Set<string>> {
  const mails = users.flatMap(({ mail }) => (mail === null ? [] : [mail.toLowerCase()]));
  const names = users.flatMap((user) => (user.mail === null ? [sortName(user.name)] : []));
  const { rows } = await sql<{ identity: string }>`
    select 'mail ' || lower(mail_address) as identity from users
    where company_id = ${company} and removed_at is null and lower(mail_address) = any(${mails}::text[])
    union all
    select 'name ' || sort_name from users
    where company_id = ${company} and removed_at is null and sort_name = any(${names}::text[])
    union all
    select import_lines.identity from import_lines join imports on imports.id = import_lines.import_id
    where imports.company_id = ${company} and imports.status = ${"running"} and import_lines.user_id is null
      and import_lines.identity = any(${users.map(identityOf)}::text[])
  `.execute(queries);
  return new Set(rows.map(({ identity }) => identity));
}
