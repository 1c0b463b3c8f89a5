/**
 * What arrives while the server ends is told so (503), in the form of every other error: Fastify's own answer is no problem
 * document. Requests that were under way are finished.
 */
import { ProtocolError } from "@mtoken/protocol";
import type { App } from "./app.ts";

/** Goes with Fastify's `return503OnClosing: false`. */
export function refuseWhileClosing(app: App): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onRequest", (_request, _reply, done) => {
    done(isClosing ? new ProtocolError("unavailable") : undefined);
  });
}
