/** Inviting many at once, over HTTP. */
import { importIdSchema } from "@mtoken/protocol";
import {
  failedLinesSchema,
  importCodesSchema,
  importFileSchema,
  importListQuerySchema,
  importPageSchema,
  importPreviewSchema,
  importSchema,
  longestImport,
  startedImportSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { describedBy, type Mount } from "../people/mount.ts";
import { readImport, takeCodes } from "./hand-over.ts";
import { listFailedLines, listImportPage } from "./list-imports.ts";
import { previewImport } from "./preview-import.ts";
import { startImport } from "./start-import.ts";

const params = v.strictObject({ import: importIdSchema });
/** The file as base64url, and what stands around it. */
const bodyLimit = Math.ceil((longestImport * 4) / 3) + 1024;

export function importRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.post(
    "/v1/invitations/preview",
    {
      bodyLimit,
      schema: {
        ...{ summary: "What would come of a file of users: each line that can't be taken", ...described },
        ...{ body: importFileSchema, response: { 200: importPreviewSchema } },
      },
    },
    (request) => previewImport(context, callerOf(request), request.body),
  );

  app.post(
    "/v1/invitations/import",
    {
      bodyLimit,
      schema: {
        ...{ summary: "Add and invite all users of a file, or nobody", ...described },
        ...{ body: importFileSchema, response: { 202: startedImportSchema } },
      },
    },
    async (request, reply) =>
      reply.status(202).send({ import: await startImport(context, callerOf(request), request.body) }),
  );

  app.get(
    "/v1/imports",
    {
      schema: {
        ...{ summary: "List imports, the newest first", ...described },
        ...{ querystring: importListQuerySchema, response: { 200: importPageSchema } },
      },
    },
    (request) => listImportPage(context, callerOf(request), request.query),
  );

  app.get(
    "/v1/imports/:import/failed",
    {
      schema: {
        ...{ summary: "The lines of an import that nobody was invited by", ...described },
        ...{ params, response: { 200: failedLinesSchema } },
      },
    },
    (request) => listFailedLines(context, callerOf(request), request.params.import),
  );

  app.get(
    "/v1/imports/:import",
    { schema: { summary: "How far an import is", ...described, params, response: { 200: importSchema } } },
    (request) => readImport(context, callerOf(request), request.params.import),
  );

  app.post(
    "/v1/imports/:import/codes",
    {
      schema: {
        ...{ summary: "The registration codes of one's own import, once", ...described },
        ...{ params, response: { 200: importCodesSchema } },
      },
    },
    (request) => takeCodes(context, callerOf(request), request.params.import),
  );
}
