/**
 * Whether whoever acts still may, looked at within the act's own transaction: who calls was found out by the headers of a request, and its
 * body may have come long after them. An end that was committed before is seen, and one that comes now waits for the act: then it finds
 * what the act left open, and ends that too.
 */
import type { DeviceId, UserId } from "@mtoken/protocol";
import type { Compilable } from "kysely";
import { sessionStands } from "../console/store.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { deviceIsLive } from "../device/standing.ts";
import { actingStands } from "../relying-party/acting-user.ts";
import type { Caller, SignIn } from "./caller.ts";

/**
 * Statements that each give a row for as long as the caller is signed in. They come after the rows of users, the phone's first: whatever ends
 * it, or what it has opened, holds that one. The sign-in is read after that, and with no lock of its own, since its row comes after
 * requests everywhere; signing out ends nothing that the act could have left open.
 */
export function signedInStatements({ user, device, signIn }: Caller): Compilable<unknown>[] {
  if (device === undefined) return [];
  const phone = deviceStands({ user, device });
  return signIn === undefined ? [phone] : [phone, standing(signIn, { user, device })];
}

interface Phone {
  user: UserId;
  device: DeviceId;
}

const deviceStands = prepare((queries, { user, device }: Given<Phone>) =>
  queries
    .selectFrom("devices")
    .select("id")
    .where("id", "=", device)
    .where("user_id", "=", user)
    .where((is) => deviceIsLive(is, ["active"]))
    .where("frozen", "=", false)
    .forShare(),
);

function standing(signIn: SignIn, phone: Phone): Compilable<unknown> {
  return "session" in signIn
    ? sessionStands({ ...phone, session: signIn.session })
    : actingStands({ ...phone, client: signIn.portal });
}
