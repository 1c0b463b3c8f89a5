import { mostImported } from "@mtoken/protocol/people";
import { expect, test } from "vitest";
import { readUsers } from "./read-users.ts";

function read(text: string) {
  return readUsers(Buffer.from(text));
}

test("users are read as spreadsheets write them", async () => {
  const comma = '\ufeffName,Mail,language\r\nZoë Öztürk,z@a.example,tr\r\n\r\n"Berg, Ada",,\r\n';
  const { users, problems } = await read(comma);
  expect(problems).toEqual([]);
  expect(users).toEqual([
    { line: 2, name: "Zoë Öztürk", mail: "z@a.example", language: "tr", functions: ["payments"] },
    { line: 4, name: "Berg, Ada", mail: null, language: null, functions: ["payments"] },
  ]);
  for (const text of ["mail;name\na@a.example;Ada Berg", "mail\tname\na@a.example\tAda Berg\n"])
    expect((await read(text)).users).toMatchObject([{ name: "Ada Berg", mail: "a@a.example" }]);
});

test("what of the app a user has is said by a column, and is all where it says nothing", async () => {
  const { users, problems } = await read(
    "name,functions\nAda,payments\nBea,mToken\nCid,\nDan,payments mtoken\nEva,games",
  );
  expect(users.map(({ functions }) => functions)).toEqual([["payments"], [], ["payments"]]);
  expect(problems).toMatchObject([5, 6].map((line) => ({ line, field: "functions", code: "malformed" })));
});

test("each line that can't be taken is named, with its field, and harms no other", async () => {
  const lines: readonly (readonly [text: string | Buffer, ...problem: unknown[]])[] = [
    ["Ada Berg,ada@a.example"],
    [Buffer.concat([Buffer.from("Ren"), Buffer.from([0xe9]), Buffer.from(",r@a.example")]), null, "not_utf8"],
    ['"Bob,bob@a.example', null, "bad_quoting"],
    ['Bo"b,bob@a.example', null, "bad_quoting"],
    ["Bob Berg", null, "wrong_number_of_fields"],
    ["Bob,bob@a.example,x", null, "wrong_number_of_fields"],
    [",bob@a.example", "name", "missing"],
    ["Bob\u202egreB,bob@a.example", "name", "malformed"],
    ["Bob Berg,bob", "mail", "malformed"],
    ['"=HYPERLINK(""https://a.example"")",bob@a.example', "name", "formula"],
    ["+Bob,bob@a.example", "name", "formula"],
    ["-Bob,bob@a.example", "name", "formula"],
    ["@Bob,bob@a.example", "name", "formula"],
    ["\tBob,bob@a.example", "name", "formula"],
    ["Ada Other,ADA@a.example", "mail", "duplicate", 2],
    ["Carl Berg,"],
    ["carl berg,", "name", "duplicate", 17],
    [" =1+1,bob@a.example", "name", "formula"],
    ["Dora Berg,dora@a.example"],
  ];
  const file = Buffer.concat([
    Buffer.from("name,mail\n"),
    ...lines.flatMap(([text]) => [Buffer.from(text), Buffer.from("\n")]),
  ]);
  const { users, problems } = await readUsers(file);
  expect(users.map(({ name }) => name)).toEqual(["Ada Berg", "Carl Berg", "Dora Berg"]);
  const expected = lines.flatMap(([, field, code, other = null], index) =>
    code === undefined ? [] : [{ line: index + 2, field, code, other }],
  );
  expect(problems).toEqual(expected);
});

test.each([
  ["", "no_columns"],
  ["mail\na@a.example", "no_columns"],
  ["name,role\nAda,administrator", "unknown_column"],
  ["name,name\nAda,Bob", "unknown_column"],
  ['"name\nAda', "bad_quoting"],
  ["name\n\n", "no_lines"],
  [`name\n${"Ada\n".repeat(mostImported + 1)}`, "too_many_lines"],
])("%j is no file of users", async (text, code) => {
  expect(await read(text)).toEqual({ users: [], problems: [{ line: 1, field: null, code, other: null }] });
});

test("ten thousand lines are read, and whoever else waits has a turn between them", async () => {
  const text = Array.from({ length: mostImported }, (_, index) => `"Person ${index}",p${index}@a.example`);
  let turns = 0;
  const others = setInterval(() => (turns += 1), 0);
  const { users, problems } = await read(`name,mail\n${text.join("\n")}`);
  clearInterval(others);
  expect([users.length, problems.length]).toEqual([mostImported, 0]);
  expect(turns).toBeGreaterThan(1);
});
