/** `npm run permissions`: writes docs/permissions.md from the table that server and console read. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { permissionsPage } from "./permissions-page.ts";

writeFileSync(join(dirname(import.meta.dirname), "docs/permissions.md"), permissionsPage());
