/**
 * Clears away what is over, every minute: keys and secrets of expired invitations, handshakes, sessions, requests, tokens.
 * No rule waits for it, each looks at the clock itself; but what is used up should not lie in the database for its
 * next thief.
 */
import { sweepActivations } from "./activation/sweep.ts";
import { sweepComputers } from "./computer/sweep.ts";
import { sweepConsoleSessions } from "./console/authenticate.ts";
import type { Context } from "./context.ts";
import { makeHandshakeSweep } from "./handshake/sweep.ts";
import { sweepImports } from "./import/importer.ts";
import { sweepNotices } from "./notice/sweep.ts";
import { goOnWithCompanies } from "./people/company-work.ts";
import { sweepLeft } from "./people/tell-left.ts";
import { sweepProposals } from "./proposal/sweep.ts";
import { deleteOver } from "./request/delete-over.ts";
import { sweepRequests } from "./request/sweep.ts";

const everyMilliseconds = 60_000;

export class Housekeeping {
  readonly #context: Context;
  readonly #sweeps = [
    sweepActivations,
    makeHandshakeSweep(),
    sweepRequests,
    deleteOver,
    sweepNotices,
    sweepImports,
    sweepConsoleSessions,
    sweepProposals,
    sweepComputers,
    goOnWithCompanies,
    sweepLeft,
  ];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  start(): void {
    this.#timer = setInterval(() => void this.sweepNow(), everyMilliseconds).unref();
  }

  /** Never rejects: a sweep that fails is logged, and tried again the next time. */
  sweepNow(): Promise<void> {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #sweep(): Promise<void> {
    for (const sweep of this.#sweeps) {
      await sweep(this.#context).catch((error: unknown) =>
        this.#context.log.error({ err: error }, "housekeeping failed"),
      );
    }
  }
}
