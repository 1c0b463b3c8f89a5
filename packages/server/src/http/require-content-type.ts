/** A route that says what it `consumes` reads nothing else: a JSON text is no sealed message, though both arrive as a string. */
import { ProtocolError } from "@mtoken/protocol";
import type { App } from "./app.ts";

export function requireContentType(app: App): void {
  app.addHook("onRequest", ({ routeOptions, headers }, _reply, done) => {
    const consumes = routeOptions.schema?.consumes;
    const [sent = ""] = (headers["content-type"] ?? "").split(";");
    const isStrange = consumes?.includes("application/jose") && !consumes.includes(sent.trim().toLowerCase());
    done(isStrange ? new ProtocolError("unsupported_media_type") : undefined);
  });
}
