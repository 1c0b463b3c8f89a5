/**
 * How often one device may type a code (docs/protocol.md §7). A code has 40 bits and lives for minutes; at this rate a
 * device that tries them blindly will not find one in its lifetime. Each process counts for itself.
 */
import type { DeviceId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Context } from "../context.ts";

const codesPerMinute = 10;

/** Kept by context, since two servers in one process (tests) are two servers. */
const limiters = new WeakMap<Context, RateLimiterMemory>();

export async function limitTypedCodes(context: Context, device: DeviceId): Promise<void> {
  const limiter = limiters.get(context) ?? new RateLimiterMemory({ points: codesPerMinute, duration: 60 });
  limiters.set(context, limiter);
  await limiter.consume(device).catch((cause: unknown) => {
    throw new ProtocolError("rate_limited", cause instanceof Error ? { cause } : {});
  });
}
