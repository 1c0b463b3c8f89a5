/** For balancers and supervisors: `live` says that the process answers, `ready` that its database does too. */
import { ProtocolError } from "@mtoken/protocol";
import { sql } from "kysely";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "./app.ts";

const answerSchema = v.object({ status: v.literal("ok") });

export function healthRoutes(app: App, { database, log }: Context): void {
  const tags = ["health"];
  app.get(
    "/health/live",
    { logLevel: "warn", schema: { summary: "The process answers", tags, response: { 200: answerSchema } } },
    async () => ({ status: "ok" as const }),
  );
  app.get(
    "/health/ready",
    {
      logLevel: "warn",
      schema: { summary: "The database answers too", tags, response: { 200: answerSchema } },
    },
    async () => {
      await sql`select 1`.execute(database.kysely).catch((error: unknown) => {
        log.warn({ err: error }, "the database does not answer");
        throw new ProtocolError("unavailable", { cause: error });
      });
      return { status: "ok" as const };
    },
  );
}
