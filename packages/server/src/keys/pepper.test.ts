/** The pepper is made once, for its owner's eyes, and must be the one that the database was begun with. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError } from "../read-environment.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import { createPepper, openSealer, readPepper } from "./pepper.ts";

const folder = mkdtempSync(join(tmpdir(), "mtoken-pepper-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the pepper file", () => {
  test("is 32 bytes that only its owner may read", async () => {
    const pepperFile = join(folder, "new", "pepper");
    await createPepper({ pepperFile });
    expect(readFileSync(pepperFile).length).toBe(32);
    expect(statSync(pepperFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "new")).mode & 0o777).toBe(0o700);
  });

  test("is never made anew over an old one", async () => {
    const pepperFile = join(folder, "again");
    await createPepper({ pepperFile });
    const before = readFileSync(pepperFile);
    await createPepper({ pepperFile });
    expect(readFileSync(pepperFile)).toEqual(before);
  });

  test("that is missing stops the start with a sentence", async () => {
    await expect(readPepper(join(folder, "missing"))).rejects.toThrow(ConfigError);
    await expect(readPepper(join(folder, "missing"))).rejects.toThrow(
      /There is no pepper file at .*mtoken init/,
    );
  });

  test("of another length stops the start with a sentence", async () => {
    const file = join(folder, "short");
    writeFileSync(file, "short");
    await expect(readPepper(file)).rejects.toThrow(/exactly 32 bytes, and holds 5/);
  });
});

describeEachEngine("the pepper's check", (engine) => {
  const server = useServer(engine);

  test("lets the right pepper in, however often", async () => {
    const { database, config } = server.context;
    await openSealer(database, config.pepperFile);
    await openSealer(database, config.pepperFile);
  });

  test("refuses another pepper with a sentence, and does not take it for the right one from then on", async () => {
    const { database, config } = server.context;
    const pepperFile = join(folder, `other-${engine}`);
    await createPepper({ pepperFile });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(openSealer(database, pepperFile)).rejects.toThrow(
        /not the one that this database was begun with/,
      );
    }
    await openSealer(database, config.pepperFile);
  });
});
