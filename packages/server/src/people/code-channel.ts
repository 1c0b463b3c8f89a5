/**
 * The other way: how a registration code gets to its user when nobody hands it over, such as an SMS or a letter service of the
 * operator's. It never gets the link, which goes by mail (notice/mail-invitation.ts): who reads one of the two has
 * nothing (M10).
 */
import type { UserId } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Invitation } from "./invite-user.ts";

/** What a service is given to send. */
export interface CodeMessage {
  user: UserId;
  name: string;
  company: string;
  /** As a tag of BCP 47; null where it is not known. */
  language: string | null;
  code: string;
  expiresAt: Date;
}

/** A service that takes a code: when it resolves, the service has it. */
export interface CodeChannel {
  send(message: CodeMessage): Promise<void>;
}

/** After the commit of the invitation: a code is kept nowhere in the open, so what fails is told, and the user invited anew. */
export async function sendCode(
  { database }: Pick<Context, "database">,
  channel: CodeChannel,
  { user, code, expiresAt }: Pick<Invitation, "code" | "expiresAt"> & { user: UserId },
): Promise<void> {
  const reader = await database.kysely
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .select(["users.name", "users.language", "companies.name as company"])
    .where("users.id", "=", user)
    .executeTakeFirstOrThrow();
  await channel.send({ user, ...reader, code, expiresAt });
}
