/**
 * The other way: how a registration code gets to its user when nobody hands it over, such as an SMS or a letter service of the
 * operator's. It never gets the link, which goes by mail (notice/mail-invitation.ts) or is shown to who invites: who reads one of the
 * two has nothing (M10). What goes by it lies in the outbox first (notice/code-outbox.ts).
 */
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ActivationId, UserId } from "@mtoken/protocol";
import type { Config } from "../config.ts";
import { syncFolder } from "../sync-folder.ts";

/** What a service is given to send. */
interface CodeMessage {
  activation: ActivationId;
  user: UserId;
  name: string;
  company: string;
  /** As a tag of BCP 47; null where it is not known. */
  language: string | null;
  code: string;
  expiresAt: Date;
}

/** A service that takes a code: when it resolves, the service has it. It may be given one twice, by the same activation. */
export interface CodeChannel {
  send(message: CodeMessage): Promise<void>;
}

/** Undefined where the operator has none. */
export function codeChannelOf({ codeFolder }: Pick<Config, "codeFolder">): CodeChannel | undefined {
  return codeFolder === undefined ? undefined : new FolderCodeChannel(codeFolder);
}

/**
 * A file of JSON for each, named after its activation, in a folder that the operator's own service empties. It is there whole or not at
 * all, and for the eyes of its owner alone.
 */
class FolderCodeChannel implements CodeChannel {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async send(message: CodeMessage): Promise<void> {
    const file = join(this.#folder, `${message.activation}.json`);
    // On the disk before anybody writes down that the service has it.
    await writeFile(`${file}.part`, `${JSON.stringify(message)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.part`, file);
    await syncFolder(this.#folder);
  }
}
