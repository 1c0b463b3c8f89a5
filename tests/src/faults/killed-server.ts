/** A server in a process of its own, to be killed at any moment and started again on what it left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { quickStart } from "../quick-start.ts";

const cli = resolve(import.meta.dirname, "../../../packages/cli/src/main.ts");

/** Where it serves and what it stands on; the same at every start. */
export interface Place {
  serverOrigin: string;
  signInOrigin: string;
  dataDirectory: string;
  pepperFile: string;
  databaseUrl?: string;
  /** Push services besides the public ones. */
  push?: { origins: readonly string[] };
}

/** The server under test. */
export class KilledServer {
  readonly #place: Place;
  #child: ChildProcess | undefined;
  #errors = "";

  constructor(place: Place) {
    this.#place = place;
  }

  /** Starts it, and resolves once it answers. */
  async start(): Promise<void> {
    this.#errors = "";
    const child = spawn(process.execPath, [...quickStart, cli, "serve"], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env["PATH"], ...environmentOf(this.#place) },
    });
    this.#child = child;
    child.stderr.on("data", (chunk) => (this.#errors += String(chunk)));
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(`The server did not start again: ${this.#errors}`);
    }
  }

  /** kill -9: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(new URL("/health/ready", this.#place.serverOrigin))).ok;
    } catch {
      // Refused until it listens; the event loop turns in between.
      await new Promise((done) => setTimeout(done, 20));
      return false;
    }
  }
}

/** SRP's small group: what is tested here is what a crash leaves behind, and a start costs a primality test. */
function environmentOf(place: Place): Record<string, string> {
  return {
    MTOKEN_ORIGIN: place.serverOrigin,
    MTOKEN_SIGN_IN_ORIGIN: place.signInOrigin,
    MTOKEN_CONSOLE_PORT: "0",
    MTOKEN_LISTEN: "localhost",
    MTOKEN_DATA: place.dataDirectory,
    MTOKEN_PEPPER_FILE: place.pepperFile,
    MTOKEN_SRP_BITS: "2048",
    MTOKEN_SRP_THREADS: "1",
    // The ledger of tries counts to five: a sum over the whole run would be another rule.
    MTOKEN_WRONG_MPINS_PER_YEAR: "365",
    MTOKEN_LOG_LEVEL: "error",
    ...(place.databaseUrl !== undefined && { DATABASE_URL: place.databaseUrl }),
    MTOKEN_PUSH_ORIGINS: place.push?.origins.join() ?? "",
  };
}
