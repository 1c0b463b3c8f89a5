/** Computers as they stand to users, a page of them, the newest first, as far as the caller reaches. */
import type { CompanyId, ComputerId, UserId } from "@mtoken/protocol";
import { computerFingerprint } from "@mtoken/protocol";
import type { ComputerListQuery, ListedComputer, Page } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { ComputerStatus } from "../database/tables.ts";
import type { Caller } from "./caller.ts";
import { usersFoundBy } from "./list-users.ts";
import { allOf, instantOf, readPage } from "./page.ts";
import { requireReach, userWithinReach } from "./reach.ts";
import { awaitsApprovalBy } from "./second-person.ts";

export function listComputerPage(
  context: Pick<Context, "database" | "clock">,
  caller: Caller,
  query: ComputerListQuery,
): Promise<Page<ListedComputer>> {
  requireReach(caller, "computer.read");
  const [at, id] = instantOf(query) ?? [];
  const conditions = allOf([
    userWithinReach(caller, "computer.read"),
    sql`own.expires_at > ${context.clock.now()}::timestamptz`,
    query.company && sql`own.company_id = ${query.company}`,
    query.user && sql`own.user_id = ${query.user}`,
    query.query === undefined ? undefined : sql`own.user_id in (${usersFoundBy(query.query)})`,
    query.status && statusCondition(caller, query.status),
    at && sql`(own.since, own.computer_id) < (${at}::timestamptz, ${id})`,
  ]);
  return readPage(context, query, {
    rows: async (transaction, limit) => (await listing(conditions, limit).execute(transaction)).rows,
    key: (row) => [row.since.toISOString(), row.id],
    item: computerOf,
  });
}

function statusCondition(
  caller: Caller,
  status: NonNullable<ComputerListQuery["status"]>,
): RawBuilder<unknown> {
  if (status === "approvable") return sql`own.status = ${"waiting"} and ${awaitsApprovalBy(caller)}`;
  return sql`own.status = ${status}`;
}

interface ComputerRow {
  id: ComputerId;
  status: ComputerStatus;
  user_id: UserId;
  user_name: string;
  company: CompanyId;
  company_name: string;
  description: string;
  since: Date;
  used_at: Date | null;
  expires_at: Date;
}

function listing(conditions: RawBuilder<unknown>, limit: number) {
  return sql<ComputerRow>`
    select listed.*, computers.description, companies.name as company_name from (
      select own.computer_id as id, own.status, own.user_id, users.name as user_name,
        own.company_id as company, own.since, own.used_at, own.expires_at
      from user_computers as own join users on users.id = own.user_id
      where ${conditions}
      order by own.since desc, own.computer_id desc limit ${limit}::integer
    ) as listed
    join computers on computers.id = listed.id
    join companies on companies.id = listed.company
    order by listed.since desc, listed.id desc
  `;
}

function computerOf(row: ComputerRow): ListedComputer {
  const { id, status, description } = row;
  return {
    ...{ id, status, description, fingerprint: computerFingerprint(id) },
    user: { id: row.user_id, name: row.user_name },
    company: { id: row.company, name: row.company_name },
    since: toNumericDate(row.since),
    used: row.used_at && toNumericDate(row.used_at),
    until: toNumericDate(row.expires_at),
  };
}
