/** What the bench asks of the server's process. */
import type { ClientId, RsaPublicJwk } from "@mtoken/protocol";
import type { Primitive } from "./result.ts";
import type { StatementCounts } from "./statement-counter.ts";

interface StartParams {
  /** For the pepper, and for the embedded database. */
  folder: string;
  databaseUrl?: string;
}

export interface Prepared {
  client: ClientId;
  invitations: { link: string; code: string }[];
}

export interface Counts extends StatementCounts {
  requests: number;
  /** Each statement's text, and how often it came. */
  texts: Record<string, number>;
}

interface Memory {
  kilobytes: number;
  heapKilobytes: number;
}

/** Every call with what it takes and gives. */
export interface ServerCalls {
  start: (params: StartParams) => Promise<{ server: string; signIn: string }>;
  /** One company, that many users with an invitation each, and the portal. */
  prepare: (params: { phones: number; jwk: RsaPublicJwk; redirectUri: string }) => Promise<Prepared>;
  /** CPU of this process with all its threads, in milliseconds. */
  cpu: () => Promise<number>;
  threads: () => Promise<Record<string, number>>;
  primitives: (params: { atLeastMilliseconds: number; postmaster?: number }) => Promise<Primitive[]>;
  startProfile: () => Promise<void>;
  /** Writes V8's CPU profile of the main thread since then. */
  stopProfile: (params: { file: string }) => Promise<void>;
  memory: () => Promise<Memory>;
  /** From here on requests and statements are counted, which takes time itself: after all that is measured. */
  startCounting: () => Promise<void>;
  counts: () => Promise<Counts>;
  stop: () => Promise<void>;
}
