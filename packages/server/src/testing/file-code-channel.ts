/** Registration codes to a file instead of an SMS or a letter, one line of JSON each, for the eyes of its owner alone. */
import { appendFile } from "node:fs/promises";
import type { CodeChannel, CodeMessage } from "../people/code-channel.ts";

export class FileCodeChannel implements CodeChannel {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async send(message: CodeMessage): Promise<void> {
    await appendFile(this.#path, `${JSON.stringify(message)}\n`, { mode: 0o600 });
  }
}
