/** Both engines behave alike, whatever stands on them. */
import { sql } from "kysely";
import { expect, test } from "vitest";
import { describeEachEngine, useServer } from "../testing/use-server.ts";

describeEachEngine("the database", (engine) => {
  const server = useServer(engine);

  test("gives the same JavaScript values on both engines", async () => {
    const { rows } = await sql`select
      7::int8 as counter, 12::int4 as integer, 'é'::text as text, true as flag, null::text as nothing,
      '\\x00ff10'::bytea as bytes, '{"a": [1, "b"]}'::jsonb as value, '[1]'::json as list,
      '2026-03-01T12:00:00.123+02:00'::timestamptz as at
    `.execute(server.context.database.kysely);
    expect(rows).toEqual([
      {
        counter: 7,
        integer: 12,
        text: "é",
        flag: true,
        nothing: null,
        bytes: Buffer.from([0, 255, 16]),
        value: { a: [1, "b"] },
        list: [1],
        at: new Date("2026-03-01T10:00:00.123Z"),
      },
    ]);
  });
});
