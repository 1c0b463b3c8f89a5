/** Fastify as every route here sees it: valibot schemas type the requests. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Context } from "../context.ts";
import type { ValibotTypeProvider } from "./valibot.ts";

export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ValibotTypeProvider
>;

/** What a capability's `routes.ts` exports. */
export type Routes = (app: App, context: Context) => void;
