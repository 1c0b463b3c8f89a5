/**
 * Writes `packages/protocol/vectors/*.json`: npm run vectors -w @mtoken/protocol
 */
import { mkdir, writeFile } from "node:fs/promises";
import { makeVectors } from "@mtoken/protocol/vectors";

const directory = new URL("../vectors/", import.meta.url);
await mkdir(directory, { recursive: true });
for (const [name, file] of Object.entries(await makeVectors())) {
  await writeFile(new URL(`${name}.json`, directory), `${JSON.stringify(file, undefined, 2)}\n`);
}
