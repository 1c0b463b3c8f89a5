/**
 * People at the console by the dozen, for tests of who may do what. Signing in for each would be signing in that is tested and
 * nothing else (console/session.test.ts does), so their devices are copies of one that was activated, and their sessions are
 * written down.
 */
import { randomBytes } from "node:crypto";
import { type ClientId, type CompanyId, type DeviceId, newActivationId, type UserId } from "@mtoken/protocol";
import { sql } from "kysely";
import { later } from "../clock.ts";
import { consoleCookie, hashOfSecret, newSecret } from "../console/console-cookie.ts";
import { sessionSeconds } from "../console/open-session.ts";
import type { Context } from "../context.ts";
import type { DeviceStatus } from "../database/tables.ts";
import type { App } from "../http/app.ts";
import { actingUserHeader } from "../relying-party/acting-user.ts";
import { type ConsoleCall, TestConsole } from "./test-console.ts";
import type { TestPortal } from "./test-portal.ts";

/** Whom a device is for. */
export interface Owner {
  user: UserId;
  company: CompanyId;
}

/** Who stands behind a device, by which way. */
export interface Behind {
  invited_by?: UserId;
  invited_via?: string;
  addressed_by?: UserId;
  addressed_via?: string;
}

interface Copied extends Owner {
  status?: DeviceStatus;
  /** Nobody, where none is named: the command line invited. */
  behind?: Behind;
}

/** Another row like that of an activated device, with an id of its own. No phone has its keys. */
export async function copyDevice(
  { database, clock }: Context,
  of: DeviceId,
  { user, company, status = "active", behind }: Copied,
): Promise<{ device: DeviceId; fingerprint: string }> {
  const invitation = behind && newActivationId();
  if (behind !== undefined)
    await sql`
      insert into activations (id, user_id, company_id, offer, status, created_at, expires_at, invited_by, invited_via,
        addressed_by, addressed_via, newest)
      select ${invitation}, ${user}, ${company}, offer, 'complete', created_at, expires_at, ${behind.invited_by ?? null},
        ${behind.invited_via ?? null}, ${behind.addressed_by ?? null}, ${behind.addressed_via ?? null},
        not exists (select from activations where user_id = ${user})
      from activations where id = (select activation_id from devices where id = ${of})
    `.execute(database.kysely);
  const device = `dev_${randomBytes(32).toString("base64url")}` as DeviceId;
  const fingerprint = `${randomBytes(10).toString("hex").toUpperCase().match(/.{4}/g)?.join("-")}`;
  await sql`
    insert into devices (id, user_id, company_id, activation_id, status, suite, device_key, signing_key, certificate,
      fingerprint, salt, argon2, sealed_verifier, sealed_share, created_at, activated_at)
    select ${device}, ${user}, ${company}, coalesce(${invitation ?? null}, activation_id), ${status}, suite, device_key, signing_key, certificate,
      ${fingerprint}, salt, argon2, sealed_verifier, sealed_share, ${clock.now()}::timestamptz, activated_at
    from devices where id = ${of}
  `.execute(database.kysely);
  return { device, fingerprint };
}

/** Opens a console session by a device that is there: the cookie of a browser that is signed in. */
export async function openedConsole(
  context: Context,
  { user, company, device }: Owner & { device: DeviceId },
): Promise<{ name: string; value: string }> {
  const secret = newSecret();
  const at = context.clock.now();
  await context.database.kysely
    .insertInto("console_sessions")
    .values({
      ...{ hash: hashOfSecret(secret), user_id: user, company_id: company, device_id: device },
      computer_id: null,
      ...{ created_at: at, used_at: at, expires_at: later(at, sessionSeconds) },
    })
    .execute();
  return { name: consoleCookie.name, value: secret };
}

/** A browser in which they are signed in, by a device that is there. */
export async function consoleOf(
  app: App,
  context: Context,
  owner: Owner & { device: DeviceId },
): Promise<TestConsole> {
  const { name, value } = await openedConsole(context, owner);
  const browser = new TestConsole(app, context);
  browser.cookies.set(name, value);
  return browser;
}

/** Who calls the people API, wherever it is mounted. */
export type PeopleApi = Pick<TestConsole, "call" | "get">;

/** As a sign-in at the portal with this device leaves it. */
export async function signedInAt(
  { database, clock }: Pick<Context, "database" | "clock">,
  { client, user, device }: { client: ClientId; user: UserId; device: DeviceId },
): Promise<void> {
  await sql`
    insert into client_sign_ins (client_id, user_id, company_id, device_id, at)
    select ${client}, user_id, company_id, id, ${clock.now()}::timestamptz
    from devices where id = ${device} and user_id = ${user}
    on conflict (client_id, user_id) do update set device_id = excluded.device_id, at = excluded.at
  `.execute(database.kysely);
}

/** A portal that acts for them, who have signed in there with a device that is there. */
export async function portalOf(
  app: App,
  context: Context,
  { portal, user, device }: { portal: TestPortal; user: UserId; device: DeviceId },
): Promise<PeopleApi> {
  await signedInAt(context, { client: portal.id, user, device });
  const browser = new TestConsole(app, context);
  const call = (asked: ConsoleCall) =>
    browser.call({
      ...asked,
      headers: {
        origin: undefined,
        authorization: portal.authorization,
        [actingUserHeader]: user,
        ...asked.headers,
      },
    });
  return { call, get: (path, headers = {}) => call({ method: "GET", path, headers }) };
}
