/** Each call of the console is an operation that the server describes, asked for by its method. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import openapi from "../../../../docs/openapi.json" with { type: "json" };
import { api } from "./people-api.ts";

const anyId = "any_id";

let asked: string[];
beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path.split("?")[0]}`);
    return Promise.resolve(new Response(null, { status: 503 }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const described = new Set(
  Object.entries(openapi.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{[a-z_]+\}/g, "{}")}`),
  ),
);

const { decideProposal, decideComputer, ...others } = api;
const calls: readonly (readonly [string, () => unknown])[] = [
  ...Object.entries<(...given: never[]) => unknown>(others).map(
    ([name, call]) => [name, () => Reflect.apply(call, api, [anyId, {}, {}])] as const,
  ),
  ...(["reject", "withdraw"] as const).map(
    (decision) =>
      [
        `decideProposal, ${decision}`,
        () => Reflect.apply(decideProposal, api, [anyId, decision, {}]),
      ] as const,
  ),
  ...(["refuse", "revoke", "allow"] as const).map(
    (decision) =>
      [
        `decideComputer, ${decision}`,
        () => Reflect.apply(decideComputer, api, [decision, anyId, {}]),
      ] as const,
  ),
];

test.each(calls)("%s is an operation of the API", async (_name, call) => {
  await Promise.resolve(call()).catch(() => undefined);
  expect(asked).toHaveLength(1);
  expect(described).toContain(asked[0]?.replaceAll(anyId, "{}"));
});
