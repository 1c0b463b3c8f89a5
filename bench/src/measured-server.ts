/** The bench's hand on the process that it measures (server-process.ts). */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { AnswerMessage, CallMessage, ServerCalls } from "./server-calls.ts";

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class MeasuredServer {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor() {
    this.#child = fork(fileURLToPath(new URL("./server-process.ts", import.meta.url)), {
      execArgv: ["--expose-gc"],
      // Its log goes where nobody reads it, but it is written.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child.on("message", (message: AnswerMessage) => this.#settle(message));
    this.#child.on("exit", (code) => this.#failAll(new Error(`The server's process has ended (${code}).`)));
  }

  call<M extends keyof ServerCalls>(
    method: M,
    ...[params]: Parameters<ServerCalls[M]>
  ): ReturnType<ServerCalls[M]>;
  call(method: keyof ServerCalls, params?: unknown): Promise<unknown> {
    this.#lastId += 1;
    const message: CallMessage = { id: this.#lastId, method, params };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve, reject });
      this.#child.send(message);
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    await this.call("stop");
    this.#child.disconnect();
    await ended;
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
