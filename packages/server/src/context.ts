/**
 * What every rule and route is given: the parts that are made once per process. There are no globals.
 */
import type { Sequencer } from "./audit/sequencer.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database/database.ts";
import type { EventBus } from "./events/bus.ts";
import type { ModexpPool } from "./handshake/modexp-pool.ts";
import type { Identity } from "./keys/identity.ts";
import type { Sealer } from "./keys/sealer.ts";
import type { Logger } from "./log.ts";

export interface Context {
  config: Config;
  database: Database;
  sealer: Sealer;
  identity: Identity;
  sequencer: Sequencer;
  events: EventBus;
  clock: Clock;
  modexp: ModexpPool;
  log: Logger;
}
