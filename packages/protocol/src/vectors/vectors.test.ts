/** The vectors, checked in Node; `tests/src/vectors.browser.test.ts` does the same in Chromium. */
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { checkVectors, makeVectors, vectorKindNames } from "./check-vectors.ts";

const directory = new URL("../../vectors/", import.meta.url);

async function readVectors(): Promise<Record<string, unknown>> {
  const files: Record<string, unknown> = {};
  for (const name of vectorKindNames) {
    files[name] = JSON.parse(await readFile(new URL(`${name}.json`, directory), "utf8"));
  }
  return files;
}

describe("the test vectors", () => {
  it("are what our code does", async () => {
    const results = await checkVectors(await readVectors());
    expect(results.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(vectorKindNames));
  });

  it("are what the command writes, so that none goes stale", async () => {
    expect(await makeVectors()).toEqual(await readVectors());
  });

  it("have no file that no kind checks", async () => {
    const files = (await readdir(directory)).sort();
    expect(files).toEqual(vectorKindNames.map((name) => `${name}.json`).sort());
  });

  it("have a name of their own within their kind", async () => {
    const names = (await checkVectors(await readVectors())).map(({ kind, vector }) => `${kind}: ${vector}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("fail when a value is another", async () => {
    const files = await readVectors();
    const changed = JSON.stringify(files["tuple"]).replace("6d746f6b656e", "6d746f6b656f");
    const results = await checkVectors({ ...files, tuple: JSON.parse(changed) });
    expect(results.filter(({ problem }) => problem !== undefined)).toHaveLength(1);
  });

  it("fail when a file is missing or empty", async () => {
    const { token, ...files } = await readVectors();
    const results = await checkVectors({
      ...files,
      tuple: { suite: "mtoken-1", kind: "tuple", clause: "", vectors: [] },
    });
    const broken = results.filter(({ problem }) => problem !== undefined).map(({ kind }) => kind);
    expect(broken.sort()).toEqual(["token", "tuple"]);
  });
});
