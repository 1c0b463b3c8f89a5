/**
 * How a check of evidence says which link it has found broken.
 */
import { ProtocolError } from "./errors.ts";
import type { EvidenceLink } from "./evidence.ts";

/** A link of the evidence that does not hold: thrown by a check, caught by `verifyEvidence`. */
export class BrokenLink extends Error {
  readonly link: EvidenceLink;

  constructor(link: EvidenceLink, message: string) {
    super(message);
    this.link = link;
  }
}

/** Breaks the link unless something holds. */
export function requireThat(holds: boolean, link: EvidenceLink, message: string): void {
  if (!holds) throw new BrokenLink(link, message);
}

/** Runs a check that throws our coded errors; whatever it refuses breaks this link. */
export async function linked<T>(
  link: EvidenceLink,
  message: string,
  check: () => T | Promise<T>,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof ProtocolError) throw new BrokenLink(link, message);
    throw error;
  }
}
