/** An overloaded process says so at once (503), instead of keeping everybody waiting until nobody waits any more. */
import type { FastifyUnderPressureOptions } from "@fastify/under-pressure";
import { ProtocolError } from "@mtoken/protocol";

const retrySeconds = 5;

/** Options of the plugin: refuses while the event loop is later than this; 0 never does. */
export function refuseWhenOverloaded(overloadMilliseconds: number): FastifyUnderPressureOptions {
  return {
    maxEventLoopDelay: overloadMilliseconds,
    // A promise, since the plugin takes what is thrown at once for its own mistake.
    pressureHandler: async (_request, reply) => {
      reply.header("retry-after", retrySeconds);
      throw new ProtocolError("unavailable");
    },
  };
}
