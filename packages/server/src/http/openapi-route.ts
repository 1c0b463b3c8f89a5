/** `GET /openapi.json`, the same document on all origins. */
import type { App } from "./app.ts";

/** The document can be made only once all routes of all servers are there. */
export interface Published {
  text?: string;
}

export function openapiRoute(app: App, published: Published): void {
  app.get(
    "/openapi.json",
    { schema: { summary: "This document", tags: ["description"] } },
    (_request, reply) =>
      reply
        .type("application/json")
        .header("cache-control", "no-cache")
        .serializer(String)
        .send(published.text ?? "{}"),
  );
}
