/** Imports in the database: lines that wait to be done, taken for a while by whichever process comes first. */
import {
  type ActivationId,
  type AppFunction,
  type CompanyId,
  type DeviceId,
  type ImportId,
  ProtocolError,
  type UserId,
} from "@mtoken/protocol";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import type { Queries, Transaction } from "../database/database.ts";

/** A line that fails so often is left. */
export const mostAttempts = 5;

export interface ClaimedLine {
  import_id: ImportId;
  line: number;
  name: string;
  mail: string | null;
  language: string | null;
  functions: AppFunction[];
  company: CompanyId;
  /** Who began it, and by which way; nobody's row at the command line. */
  by: UserId | null;
  via: string;
  /** Of the company's request that the bank does it on. */
  reference: string | null;
  /** With which phone of their own. */
  device: DeviceId | null;
}

/** Whom nobody has invited yet. */
export async function claimLines(
  queries: Queries,
  { at, until, most }: { at: Date; until: Date; most: number },
): Promise<ClaimedLine[]> {
  const { rows } = await sql<ClaimedLine>`
    update import_lines set claimed_until = ${until}::timestamptz, attempts = attempts + 1
    from imports
    where imports.id = import_lines.import_id and (import_lines.import_id, import_lines.line) in (
      select waiting.import_id, waiting.line
      from import_lines as waiting join imports as running on running.id = waiting.import_id
      where running.status = ${"running"} and waiting.attempts < ${mostAttempts}::integer
        and waiting.activation_id is null
        and (waiting.claimed_until is null or waiting.claimed_until <= ${at}::timestamptz)
      order by running.created_at, waiting.line limit ${most}::integer
      for update of waiting skip locked
    )
    returning import_lines.import_id, import_lines.line, import_lines.name, import_lines.mail,
      import_lines.language, import_lines.functions, imports.company_id as company, imports.user_id as by, imports.via,
      imports.reference, imports.begun_with as device
  `.execute(queries);
  return rows;
}

type Line = Pick<ClaimedLine, "import_id" | "line">;

/** Its row is held: who does it comes before who does it again. */
export async function holdLine(
  transaction: Transaction,
  { import_id, line }: Line,
): Promise<{ user: UserId | null; activation: ActivationId | null; handed: boolean }> {
  const row = await transaction
    .selectFrom("import_lines")
    .select(["user_id", "activation_id", "handed_at"])
    .where("import_id", "=", import_id)
    .where("line", "=", line)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { user: row.user_id, activation: row.activation_id, handed: row.handed_at !== null };
}

export async function updateLine(
  queries: Queries,
  { import_id, line }: Line,
  values: {
    user_id?: UserId;
    activation_id?: ActivationId;
    handed_at?: Date;
    attempts?: number;
    claimed_until?: null;
  },
): Promise<void> {
  await queries
    .updateTable("import_lines")
    .set(values)
    .where("import_id", "=", import_id)
    .where("line", "=", line)
    .execute();
}

/**
 * For who holds its company: whoever stops that one, and with it its imports, comes before this or after it. One that was begun at a portal goes
 * on for as long as that portal may act for its users.
 */
export async function requireRunning(
  transaction: Transaction,
  { import_id }: Pick<Line, "import_id">,
): Promise<void> {
  const running = await transaction
    .selectFrom("imports")
    .innerJoin("companies", "companies.id", "imports.company_id")
    .select("imports.id")
    .where("imports.id", "=", import_id)
    .where("imports.status", "=", "running")
    .where("companies.stopped_at", "is", null)
    .where((is) =>
      is.or([
        is("imports.via", "in", ["console", "command-line"]),
        is.exists(
          is
            .selectFrom("clients")
            .select("clients.id")
            .whereRef(sql.ref("clients.id"), "=", "imports.via")
            .where("clients.manages_people", "=", true)
            .where("clients.ended_at", "is", null),
        ),
      ]),
    )
    .executeTakeFirst();
  if (running === undefined) throw new ProtocolError("company_stopped");
}

/** What can't go on: who began it may not any more. */
export function stopImport(queries: Queries, id: ImportId, at: Date): Promise<void> {
  return queries
    .transaction()
    .execute((transaction) => stop(transaction, { column: "id", value: id }, { at }));
}

/** Whoever began them. For who holds the company. */
export function stopImportsOf(transaction: Transaction, company: CompanyId, at: Date): Promise<void> {
  return stop(transaction, { column: "company_id", value: company }, { at, reason: "company-stopped" });
}

async function stop(
  transaction: Transaction,
  { column, value }: { column: "id"; value: ImportId } | { column: "company_id"; value: CompanyId },
  { at, reason }: { at: Date; reason?: "company-stopped" },
): Promise<void> {
  const stopped = await transaction
    .updateTable("imports")
    .set({ status: "stopped", ended_at: at })
    .where(column, "=", value)
    .where("status", "=", "running")
    .returning(["id", "company_id as company"])
    .execute();
  for (const { id, company } of stopped)
    await recordAudit(transaction, at, { kind: "import.stopped", company, import: id, reason });
}

export async function endDoneImports(queries: Queries, at: Date): Promise<void> {
  await sql`
    update imports set status = ${"done"}, ended_at = ${at}::timestamptz
    where status = ${"running"} and not exists (
      select from import_lines where import_id = imports.id and attempts < ${mostAttempts}::integer
        and activation_id is null
    ) and not exists (
      select from import_lines where import_id = imports.id and activation_id is null
        and claimed_until > ${at}::timestamptz
    )
  `.execute(queries);
}

/** Names and addresses stand with the users; the file's are kept no longer than anybody asks how it went. */
export async function deleteOldImports(queries: Queries, before: Date): Promise<void> {
  await queries
    .deleteFrom("imports")
    .where("status", "<>", "running")
    .where("created_at", "<", before)
    .execute();
}
