/**
 * The other way: how a registration code gets to its user when nobody hands it over, such as an SMS or a letter service of the
 * operator's. It never gets the link, which goes by mail (notice/mail-invitation.ts): who reads one of the two has
 * nothing (M10).
 */
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ActivationId, UserId } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Invitation } from "./invite-user.ts";

/** What a service is given to send. */
export interface CodeMessage {
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

/**
 * A file of JSON for each, named after its activation, in a folder that the operator's own service empties. It is there whole or not at
 * all, and for the eyes of its owner alone.
 */
export class FolderCodeChannel implements CodeChannel {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async send(message: CodeMessage): Promise<void> {
    const file = join(this.#folder, `${message.activation}.json`);
    await writeFile(`${file}.part`, `${JSON.stringify(message)}\n`, { mode: 0o600 });
    await rename(`${file}.part`, file);
  }
}

/** After the commit of the invitation: what fails is told. */
export async function sendCode(
  { database }: Pick<Context, "database">,
  channel: CodeChannel,
  {
    activation,
    user,
    code,
    expiresAt,
  }: Pick<Invitation, "activation" | "code" | "expiresAt"> & { user: UserId },
): Promise<void> {
  const reader = await database.kysely
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .select(["users.name", "users.language", "companies.name as company"])
    .where("users.id", "=", user)
    .executeTakeFirstOrThrow();
  await channel.send({ activation, user, ...reader, code, expiresAt });
}
