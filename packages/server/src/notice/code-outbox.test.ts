/**
 * Registration codes on the operator's own way: once the invitation is made, without its link, tried again while nobody takes them, and gone
 * with the invitation.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { UserId } from "@mtoken/protocol";
import { beforeEach, expect, test } from "vitest";
import type { Context } from "../context.ts";
import { operatorAtCommandLine as caller } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { inviteUserOf, revokeInvitation } from "../people/invitation-acts.ts";
import { listInvitations } from "../people/list-invitations.ts";
import { createUser } from "../people/users.ts";
import { makeScratchDirectory } from "../testing/scratch-directory.ts";
import { useServer } from "../testing/use-server.ts";
import { CodeOutbox } from "./code-outbox.ts";
import { claimCodes } from "./code-store.ts";
import { listDeliveries } from "./dead-letters.ts";

const server = useServer("pglite");
let context: Context;
let folder: string;
let user: UserId;

beforeEach(async () => {
  folder = join(makeScratchDirectory("mtoken-codes-"), "codes");
  mkdirSync(folder);
  context = { ...server.context, config: { ...server.context.config, codeFolder: folder } };
  await context.database.kysely.deleteFrom("notice_deliveries").execute();
  const company = await createCompany(context, { name: "Northern Mills" });
  user = await createUser(context, { company, name: "Ada Berg", role: "user", language: "nl" });
});

const invite = () => inviteUserOf(context, caller, { user, code: "service" });
const deliver = () => new CodeOutbox(context).deliverNow();

async function codeState(): Promise<string | undefined> {
  const { items } = await listInvitations(context, caller, { user, limit: "1" });
  return items[0]?.code;
}

async function deliveries() {
  return [
    ...(await listDeliveries(context, caller, { status: "failing" })).items,
    ...(await listDeliveries(context, caller, {})).items,
  ].map(({ channel, status, failure, about }) => ({ channel, status, failure, about }));
}

test("a code goes another way than its link, without it, and whoever invites never has it", async () => {
  const { activation, code, link, expiresAt } = await invite();
  expect(code).toBeNull();
  expect([await codeState(), readdirSync(folder)]).toEqual(["waiting", []]);
  await deliver();
  expect([await codeState(), readdirSync(folder)]).toEqual(["taken", [`${activation}.json`]]);
  const file = join(folder, `${activation}.json`);
  const written = readFileSync(file, "utf8");
  expect(JSON.parse(written)).toEqual({
    ...{ activation, user, name: "Ada Berg", company: "Northern Mills", language: "nl" },
    code: expect.stringMatching(/^[0-9A-Z]{4,5}(?:-[0-9A-Z]{4,5})+$/),
    expiresAt: expiresAt.toISOString(),
  });
  expect(written).not.toContain(link?.split("#")[1] ?? "no link");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(file);
  await deliver();
  expect(readdirSync(folder)).toEqual([]);
});

test("one that was shown to who invites goes no other way", async () => {
  const { code } = await inviteUserOf(context, caller, { user });
  await deliver();
  expect([code === null, await codeState(), readdirSync(folder)]).toEqual([false, "shown", []]);
});

test("is not chosen where there is no such way, and nobody is invited then", async () => {
  const none = inviteUserOf(server.context, caller, { user, code: "service" });
  await expect(none).rejects.toMatchObject({ code: "no_code_service" });
  expect(await codeState()).toBeUndefined();
});

test("what the service does not take is seen, and tried again until it is taken", async () => {
  rmSync(folder, { recursive: true });
  const { activation } = await invite();
  await deliver();
  expect(await codeState()).toBe("failing");
  const failing = { channel: "code", status: "failing", failure: "ENOENT", about: "invitation" };
  expect(await deliveries()).toEqual([failing]);
  mkdirSync(folder);
  await deliver();
  expect(await codeState()).toBe("failing");
  server.clock.advance(8);
  await deliver();
  expect([await codeState(), readdirSync(folder)]).toEqual(["taken", [`${activation}.json`]]);
  expect(await deliveries()).toEqual([]);
});

test("one that waits goes with its invitation: taken back, sent anew, or over", async () => {
  const { activation } = await invite();
  await revokeInvitation(context, caller, { activation, reason: "mistake" });
  await deliver();
  expect([await deliveries(), readdirSync(folder)]).toEqual([[], []]);
  await invite();
  const { activation: second } = await invite();
  await deliver();
  expect(readdirSync(folder)).toEqual([`${second}.json`]);
  await invite();
  server.clock.advance(context.config.invitationSeconds);
  await deliver();
  expect(readdirSync(folder)).toEqual([`${second}.json`]);
  expect(await deliveries()).toMatchObject([{ status: "dead", failure: "not taken in time" }]);
});

test("one whose process died is given to the service again, by the same name", async () => {
  const { activation } = await invite();
  const at = context.clock.now();
  const until = new Date(at.getTime() + 120_000);
  expect(await claimCodes(context.database.kysely, { at, until, most: 9 })).toMatchObject([{ activation }]);
  await deliver();
  expect(readdirSync(folder)).toEqual([]);
  server.clock.advance(121);
  await deliver();
  expect(readdirSync(folder)).toEqual([`${activation}.json`]);
});
