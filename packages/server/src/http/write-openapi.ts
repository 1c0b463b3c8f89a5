/** `npm run openapi -w @mtoken/server`: writes docs/openapi.json anew. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import { inMemory } from "../database/database.ts";
import { createPepper } from "../keys/pepper.ts";
import { openContext } from "../start.ts";
import { buildServers } from "./build-server.ts";
import { apiDocument, exampleOrigins } from "./openapi.ts";

const file = join(import.meta.dirname, "../../../../docs/openapi.json");

const directory = mkdtempSync(join(tmpdir(), "mtoken-openapi-"));
const pepperFile = join(directory, "pepper");
const config = readConfig({}, { dataDirectory: inMemory, pepperFile, logLevel: "silent" });
await createPepper(config);
const { context, close } = await openContext(config);
const servers = await buildServers(context);
writeFileSync(file, `${JSON.stringify(apiDocument(servers, exampleOrigins), null, 2)}\n`);
await Promise.all(Object.values(servers).map((app) => app.close()));
await close();
rmSync(directory, { recursive: true });
