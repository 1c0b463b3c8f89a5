/** What comes between a rule's look and its transaction, as whoever was faster would. */
import type { Kysely } from "kysely";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";

/** The same context, where something else is done whenever a transaction is about to begin. */
export function beforeTransactions(context: Context, work: () => Promise<unknown>): Context {
  const { database } = context;
  return { ...context, database: { ...database, kysely: overtaken(database.kysely, work) } };
}

function overtaken(kysely: Kysely<Tables>, work: () => Promise<unknown>): Kysely<Tables> {
  const transaction = () => ({
    execute: async <T>(act: (transaction: Transaction) => Promise<T>): Promise<T> => {
      await work();
      return kysely.transaction().execute(act);
    },
  });
  return new Proxy(kysely, {
    get(target, name) {
      if (name === "transaction") return transaction;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
