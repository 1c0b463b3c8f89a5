/** The bench's hand on a process that it measures: calls over Node's channel between parent and child. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** Calls with what they take and give. */
export type CallTable<Calls> = Record<keyof Calls, (...parameters: never[]) => Promise<unknown>>;

export interface CallMessage {
  id: number;
  method: string;
  params: unknown;
}

export type AnswerMessage = { id: number } & ({ result: unknown } | { error: string });

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A process that runs one of this folder's scripts, which answers calls (answer-calls.ts). */
export class MeasuredProcess<Calls extends CallTable<Calls>> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(script: URL) {
    this.#child = fork(script, {
      execArgv: [...process.execArgv, "--expose-gc"],
      // Its log goes where nobody reads it, but it is written.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child.on("message", (message: AnswerMessage) => this.#settle(message));
    this.#child.on("exit", (code) => this.#failAll(new Error(`The server's process has ended (${code}).`)));
  }

  call<M extends keyof Calls & string>(method: M, ...[params]: Parameters<Calls[M]>): ReturnType<Calls[M]> {
    return this.#ask(method, params) as ReturnType<Calls[M]>;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    await this.#ask("stop");
    this.#child.disconnect();
    await ended;
  }

  #ask(method: string, params?: unknown): Promise<unknown> {
    this.#lastId += 1;
    const message: CallMessage = { id: this.#lastId, method, params };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve, reject });
      this.#child.send(message);
    });
  }

  #settle(message: AnswerMessage): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("error" in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.result);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
