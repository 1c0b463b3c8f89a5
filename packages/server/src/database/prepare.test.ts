/** A prepared statement is the statement that Kysely would have built, with each value where it belongs. */
import { type CompanyId, newCompanyId } from "@mtoken/protocol";
import { usualPolicy } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import type { Queries } from "./database.ts";
import { type Given, prepare } from "./prepare.ts";
import { sendTogether, sendWithNext } from "./send.ts";

interface NewCompany {
  id: CompanyId;
  name: string;
  policy: string;
  at: Date;
}

const policy = JSON.stringify(usualPolicy);

const insert = prepare((queries, { id, name, policy: text, at }: Given<NewCompany>) =>
  queries.insertInto("companies").values({ id, name, policy: text, created_at: at }),
);

const named = prepare((queries, { name }: Given<{ name: string }>) =>
  queries.selectFrom("companies").select(["id", "name"]).where("name", "=", name).orderBy("id").limit(5),
);

const renamed = prepare((queries, { from, to }: Given<{ from: string; to: string }>) =>
  queries.updateTable("companies").set({ name: to }).where("name", "=", from),
);

describe("a prepared statement", () => {
  test("has the values where their names are, and what is the same at each call", () => {
    const { sql: text, parameters } = renamed({ to: "New", from: "Old" }).compile();
    expect(text).toBe('update "companies" set "name" = $1 where "name" = $2');
    expect(parameters).toEqual(["New", "Old"]);
    expect(named({ name: "Old" }).compile().parameters).toEqual(["Old", 5]);
  });

  test("is built once, and keeps what the driver reads it by", () => {
    let built = 0;
    const all = prepare((queries, { name }: Given<{ name: string }>) => {
      built += 1;
      return queries.selectFrom("companies").select("id").where("name", "=", name);
    });
    const [first, second] = [all({ name: "A" }).compile(), all({ name: "B" }).compile()];
    expect(built).toBe(1);
    expect(second.query).toBe(first.query);
    expect(second.query.kind).toBe("SelectQueryNode");
    expect([first.parameters, second.parameters]).toEqual([["A"], ["B"]]);
  });

  test("gives a value to each place of its name", () => {
    const twice = prepare(
      (_queries, { n, list }: Given<{ n: number | null; list: string[] }>) =>
        sql`select ${n}::int4, ${n}::int8, ${"x"} = any(${list})`,
    );
    expect(twice({ n: null, list: ["x", "y"] }).compile().parameters).toEqual([null, null, "x", ["x", "y"]]);
  });

  test("is refused when it has no use for a value", () => {
    const unused = prepare((queries, { name, id: _id }: Given<{ name: string; id: CompanyId }>) =>
      queries.selectFrom("companies").select("id").where("name", "=", name),
    );
    expect(() => unused({ name: "A", id: newCompanyId() }).compile()).toThrow("id");
  });

  test("is refused without one of its values", () => {
    const half: { from: string; to: string } = JSON.parse('{"from": "Old"}');
    expect(() => renamed(half).compile()).toThrow("to");
  });

  test("takes values of their columns' types only", () => {
    prepare((queries, { id }: Given<{ id: string }>) =>
      // @ts-expect-error a company's id is not just any text
      queries.deleteFrom("companies").where("id", "=", id),
    );
    prepare((queries, { name }: Given<{ name: string | null }>) =>
      // @ts-expect-error a column that is never null is not set to null
      queries.updateTable("companies").set({ name }),
    );
    // @ts-expect-error the name is missing
    named({});
  });
});

describeEachEngine("a prepared statement", (engine) => {
  const server = useServer(engine);
  const kysely = (): Queries => server.context.database.kysely;
  const company = (name: string): NewCompany => ({
    id: newCompanyId(),
    name,
    policy,
    at: server.clock.now(),
  });

  test("runs by itself, in a transaction, and together with others", async () => {
    const [one, two] = [company("One"), company("Two")];
    expect(await insert(one).affected(kysely())).toBe(1n);
    await kysely()
      .transaction()
      .execute((transaction) => sendWithNext(transaction, insert(two)));
    expect(await named({ name: "One" }).first(kysely())).toEqual({ id: one.id, name: "One" });
    expect(await sendTogether(kysely(), named({ name: "Two" }), named({ name: "None" }))).toEqual([
      [{ id: two.id, name: "Two" }],
      [],
    ]);
    expect(await renamed({ from: "Nobody", to: "Somebody" }).affected(kysely())).toBe(0n);
    expect(await named({ name: "Nobody" }).first(kysely())).toBeUndefined();
  });
});
