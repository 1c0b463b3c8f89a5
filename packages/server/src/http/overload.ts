/** An overloaded process says so at once (503), instead of keeping everybody waiting until nobody waits any more. */
import type { FastifyUnderPressureOptions } from "@fastify/under-pressure";
import { ProtocolError } from "@mtoken/protocol";

const longestDelayMilliseconds = 2_000;
const retrySeconds = 5;

export const refuseWhenOverloaded: FastifyUnderPressureOptions = {
  maxEventLoopDelay: longestDelayMilliseconds,
  // A promise, since the plugin takes what is thrown at once for its own mistake.
  pressureHandler: async (_request, reply) => {
    reply.header("retry-after", retrySeconds);
    throw new ProtocolError("unavailable");
  },
};
