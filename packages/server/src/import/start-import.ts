/**
 * Begins an import: every line that is to be done is put down, or none. What is done then is the importer's (importer.ts). The same file
 * again from the same person within the hour is the same import: an answer was lost, or a button pressed twice.
 */
import { createHash } from "node:crypto";
import type { ImportId } from "@mtoken/protocol";
import { newImportId, ProtocolError } from "@mtoken/protocol";
import type { ImportedUser, ImportFile } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { authorOf, type Caller, recordOf } from "../people/caller.ts";
import { holdCompany } from "../people/hold.ts";
import { limitImports } from "../people/limit-acts.ts";
import { requireReference } from "../people/user-acts.ts";
import { requireAdding, withoutKnown } from "./preview-import.ts";
import { identityOf, readUsers } from "./read-users.ts";

const sameWithinSeconds = 3600;

export async function startImport(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  sent: ImportFile,
): Promise<ImportId> {
  const { company } = sent;
  const at = clock.now();
  await requireAdding(database.kysely, caller, company);
  const file = Buffer.from(sent.csv, "base64url");
  const read = await readUsers(file, sent.functions);
  const digest = createHash("sha512")
    .update(file)
    .update(JSON.stringify([sent.functions ?? null, sent.reference ?? null]))
    .digest();
  return database.kysely.transaction().execute(async (transaction) => {
    // Of two imports of a company at once, the later sees whom the earlier adds.
    await holdCompany(transaction, caller, { act: "user.create", company });
    const since = later(at, -sameWithinSeconds);
    const same = await transaction
      .selectFrom("imports")
      .select("id")
      .where("company_id", "=", company)
      .where("user_id", "is not distinct from", authorOf(caller))
      .where("digest", "=", digest)
      .where("created_at", ">", since)
      .executeTakeFirst();
    if (same !== undefined) return same.id;
    const { users, problems } = await withoutKnown(transaction, company, read);
    if (problems.length > 0) throw new ProtocolError("import_refused");
    const functions = users.flatMap((user) => user.functions);
    requireReference(caller, { ...sent, functions });
    await limitImports(transaction, caller, { users: users.length, at });
    const id = newImportId();
    const row = {
      id,
      company_id: company,
      user_id: authorOf(caller),
      via: caller.via,
      begun_with: caller.device ?? null,
      digest,
      reference: sent.reference ?? null,
      created_at: at,
    };
    await transaction
      .insertInto("imports")
      .values({ ...row, total: users.length })
      .execute();
    await insertLines(transaction, id, users);
    const { reference } = sent;
    const facts = { company, import: id, users: users.length, reference, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "users.imported", ...facts });
    return id;
  });
}

async function insertLines(
  transaction: Transaction,
  id: ImportId,
  users: readonly ImportedUser[],
): Promise<void> {
  const lines = JSON.stringify(users.map((user) => ({ ...user, identity: identityOf(user) })));
  await sql`
    insert into import_lines (import_id, line, name, mail, language, functions, identity)
    select ${id}, line, name, mail, language, functions, identity
    from jsonb_to_recordset(${lines}::jsonb) as users(line integer, name text, mail text, language text, functions jsonb,
      identity text)
  `.execute(transaction);
}
