/** Companies, a page of them or one, as far as the caller reaches. */
import { type CompanyId, isCompanyId, ProtocolError } from "@mtoken/protocol";
import {
  type Company,
  type CompanyListQuery,
  mostCounted,
  type OrganizationKind,
  type Page,
} from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { deviceIs } from "../device/standing.ts";
import type { Caller } from "./caller.ts";
import { allOf, keyOf, readFreely, readPage } from "./page.ts";
import { companyWithinReach, requireReach } from "./reach.ts";
import { searchTerms } from "./search-words.ts";

export function listCompanyPage(
  context: Pick<Context, "database">,
  caller: Caller,
  query: CompanyListQuery,
): Promise<Page<Company>> {
  requireReach(caller, "company.read");
  const [name, id] = keyOf(query) ?? [];
  const conditions = allOf([
    companyWithinReach(caller, "company.read"),
    query.query === undefined ? undefined : found(query.query),
    statusCondition(query.status),
    name === undefined ? undefined : sql`(companies.sort_name, companies.id) > (${name}, ${id})`,
  ]);
  return readPage(context, query, {
    rows: (transaction, limit) => readCompanies(transaction, { conditions, limit }),
    key: (row) => [row.sort_name, row.id],
    item: companyOf,
  });
}

/** Throws `not_found` for what is out of the caller's reach, as for what is not there. */
export async function readCompany(
  { database }: Pick<Context, "database">,
  caller: Caller,
  company: CompanyId,
): Promise<Company> {
  const conditions = allOf([companyWithinReach(caller, "company.read"), sql`companies.id = ${company}`]);
  const [row] = await readFreely(database, (transaction) =>
    readCompanies(transaction, { conditions, limit: 1 }),
  );
  if (row === undefined) throw new ProtocolError("not_found");
  return companyOf(row);
}

function statusCondition(status: CompanyListQuery["status"]): RawBuilder<unknown> | undefined {
  switch (status) {
    case undefined:
      return undefined;
    case "waiting":
      return sql`companies.id in (select company_id from devices where status = ${"awaiting-approval"})`;
    case "stopped":
      return sql`companies.stopped_at is not null`;
  }
}

function found(query: string): RawBuilder<unknown> {
  if (isCompanyId(query)) return sql`companies.id = ${query}`;
  const terms = searchTerms(query);
  return terms === undefined
    ? sql`false`
    : sql`array_to_tsvector(companies.search_words) @@ ${terms}::tsquery`;
}

interface CompanyRow {
  id: CompanyId;
  name: string;
  sort_name: string;
  kind: OrganizationKind;
  created_at: Date;
  stopped_at: Date | null;
  users: number;
  administrators: number;
  active: number;
  waiting: number;
}

async function readCompanies(
  transaction: Transaction,
  { conditions, limit }: { conditions: RawBuilder<unknown>; limit: number },
): Promise<CompanyRow[]> {
  const { rows } = await sql<CompanyRow>`
    select listed.*, counted.*
    from (
      select companies.id, companies.name, companies.sort_name, companies.kind, companies.created_at, companies.stopped_at
      from companies where ${conditions}
      order by companies.sort_name, companies.id limit ${limit}::integer
    ) as listed
    cross join lateral (
      select (${upToMost(sql`users where ${isOfListed("sort_name", sql`''`)} and removed_at is null
          order by company_id, sort_name`)}) as users,
        (${upToMost(sql`users where company_id = listed.id and removed_at is null and role = ${"administrator"}`)})
          as administrators,
        (${upToMost(sql`devices where ${isOfListed("created_at", sql`'-infinity'::timestamptz`)} and ${deviceIs("active")}
          order by company_id, created_at`)}) as active,
        (${upToMost(sql`devices where company_id = listed.id and ${deviceIs("awaiting-approval")}`)}) as waiting
    ) as counted
    order by listed.sort_name, listed.id
  `.execute(transaction);
  return rows;
}

/**
 * That it is the listed company's, said so that only an index by companies gives the order that is asked for. By "equal" the database expects to
 * find a thousand of anybody's soon, and looks for a small company's few among all of a large one's.
 */
function isOfListed(sorted: string, lowest: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(company_id, ${sql.ref(sorted)}) >= (listed.id, ${lowest}) and company_id <= listed.id`;
}

/** Of more nobody needs to know how many, and each would be read for each page of the list. */
function upToMost(found: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`select count(*)::integer from (select from ${found} limit ${mostCounted}) as found`;
}

function companyOf(row: CompanyRow): Company {
  const { id, name, kind, users, administrators, active, waiting } = row;
  return {
    ...{ id, name, kind, users, administrators, devices: { active, waiting } },
    created: toNumericDate(row.created_at),
    stopped: row.stopped_at && toNumericDate(row.stopped_at),
  };
}
