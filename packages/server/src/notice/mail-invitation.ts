/**
 * Sends the link of an invitation to its user by mail: the outbox knows which invitation, and the link is put together when the mail
 * leaves, if the invitation is still open then. The registration code goes another way (people/code-channel.ts), and no
 * mail ever has it (M10).
 */
import type { ActivationId, UserId } from "@mtoken/protocol";
import type { Transaction } from "../database/database.ts";
import { OperatorError } from "../operator-error.ts";
import { insertInvitationMail } from "./mail-store.ts";

/** In the transaction that makes the invitation: both or neither. It leaves with the next statement, or with the commit. */
export async function mailInvitation(
  transaction: Transaction,
  { user, activation, at, expiresAt }: { user: UserId; activation: ActivationId; at: Date; expiresAt: Date },
): Promise<void> {
  const reader = await transaction
    .selectFrom("users")
    .select("mail_address")
    .where("id", "=", user)
    .executeTakeFirst();
  if (!reader?.mail_address) throw new OperatorError(`No mail address of ${user} is known.`);
  await insertInvitationMail(transaction, { user, activation, at, until: expiresAt });
}
