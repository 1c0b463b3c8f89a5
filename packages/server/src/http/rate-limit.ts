/**
 * Limits how often one address, or one network of IPv6, may call a route. In memory, so each process counts for itself: this guards the
 * server's time, not the tries of an mPIN, which are counted in the database and never per address.
 */
import { ProtocolError } from "@mtoken/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { addressKey } from "./address-key.ts";

export interface RateLimit {
  /** Whose calls are counted together: one name, one count. */
  name: string;
  points: number;
  seconds: number;
}

export type RateLimitHook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** An `onRequest` hook: `app.post(path, { onRequest: limitRate({ name: "token", points: 30, seconds: 60 }) }, …)`. */
export function limitRate({ name, points, seconds }: RateLimit): RateLimitHook {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  return async (request, reply) => {
    try {
      await limiter.consume(addressKey(request.ip));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      reply.header("retry-after", Math.ceil(refused.msBeforeNext / 1000));
      throw new ProtocolError("rate_limited");
    }
  };
}
