/** `GET` and `POST /v1/activations/{act}` (docs/protocol.md §4). */
import { activationIdSchema, ProtocolError } from "@mtoken/protocol";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { sendJose } from "../http/send-jose.ts";
import { receiveActivation } from "./receive-activation.ts";
import { findOpenActivation } from "./store.ts";

const params = v.strictObject({ activation: activationIdSchema });
const offer = v.pipe(v.string(), v.description("The signed offer, `mtoken-offer+jws`"));
const sealed = v.pipe(v.string(), v.description("A sealed message, as docs/protocol.md §4 has it"));

export function activationRoutes(app: App, context: Context): void {
  app.get(
    "/v1/activations/:activation",
    {
      schema: {
        summary: "The offer of an activation; one that is unknown, used, or over is 410, all alike",
        tags: ["activation"],
        params,
        response: { 200: offer },
      },
    },
    async ({ params: { activation } }, reply) => {
      const at = context.clock.now();
      const found = await findOpenActivation(context.database.kysely, { activation, at });
      if (found === undefined) throw new ProtocolError("activation_closed");
      return sendJose(reply, found.offer);
    },
  );

  app.post(
    "/v1/activations/:activation",
    {
      schema: {
        summary: "The phone's activation message; answers that the device is pending",
        tags: ["activation"],
        consumes: ["application/jose"],
        params,
        body: sealed,
        response: { 200: sealed },
      },
    },
    async ({ params: { activation }, body }, reply) =>
      sendJose(reply, await receiveActivation(context, { activation, token: body })),
  );
}
