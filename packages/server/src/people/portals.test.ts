/** A portal, ended in the console by one officer: at once, with what is open there, on the record, and told to the officers. */
import { type ClientId, type CompanyId, newClientId, ProtocolError } from "@mtoken/protocol";
import { organizationOf, type Role } from "@mtoken/protocol/people";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { consoleClient } from "../console/console-client.ts";
import { copyDevice } from "../testing/console-people.ts";
import { payment } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import type { Caller } from "./caller.ts";
import { createCompany } from "./companies.ts";
import { endPortal, listPortals } from "./portals.ts";
import { createUser } from "./users.ts";

const why = { reason: "stolen", note: "Their key was copied" } as const;

describeEachEngine("a portal, for the operator's people", (engine) => {
  let world: SignInWorld;
  let bank: CompanyId;
  let officer: Caller;
  let auditor: Caller;

  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    bank = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
    [officer, auditor] = [await person("officer"), await person("auditor")];
  }, 120_000);
  beforeEach(() => world.renewPortal());
  afterAll(() => world?.close());

  async function person(role: Role): Promise<Caller> {
    const user = await createUser(world.context, { company: bank, name: `Pat ${role}`, role });
    return { user, company: bank, role, organization: organizationOf(role), via: "console" };
  }

  const codeOfAct = (act: Promise<unknown>): Promise<string> =>
    act.then(
      () => "done",
      (error: unknown) => (error instanceof ProtocolError ? error.code : Promise.reject(error)),
    );

  const ask = () =>
    world.portal.call({ path: "/v1/signatures", body: { user: world.user, content: payment } });

  async function statusOf(portal: ClientId): Promise<string | undefined> {
    const { items } = await listPortals(world.context, auditor, { limit: "100" });
    return items.find(({ id }) => id === portal)?.status;
  }

  async function entriesOf(portal: ClientId): Promise<object[]> {
    const rows = await world.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", "client.ended")
      .execute();
    return rows.map(({ entry }) => JSON.parse(entry)).filter(({ client }) => client === portal);
  }

  async function told(): Promise<string[]> {
    const rows = await world.context.database.kysely
      .selectFrom("notices")
      .select(["user_id", "kind"])
      .where("kind", "=", "client.ended")
      .execute();
    return rows.map(({ user_id }) => user_id);
  }

  test("ends with all that is open there, and its officer stands on the record with why", async () => {
    const { context, portal } = world;
    expect((await ask()).status).toBe(201);
    const before = (await told()).length;
    expect(await endPortal(context, officer, { portal: portal.id, ...why })).toEqual({ withdrawn: 1 });
    expect((await ask()).status).toBe(401);
    expect(await statusOf(portal.id)).toBe("ended");
    expect(await entriesOf(portal.id)).toEqual([
      expect.objectContaining({ ...why, by: officer.user, via: "console", withdrawn: 1 }),
    ]);
    const after = await told();
    expect(after.length).toBe(before + 1);
    expect(after).toContain(officer.user);
  });

  test("ends once, and what never was, or is the console itself, looks like nothing", async () => {
    const { context, portal } = world;
    const end = (of: ClientId) => codeOfAct(endPortal(context, officer, { portal: of, ...why }));
    const both = await Promise.all([end(portal.id), end(portal.id)]);
    expect(both.sort()).toEqual(["already_decided", "done"]);
    expect(await entriesOf(portal.id)).toHaveLength(1);
    expect(await end(newClientId())).toBe("not_found");
    expect(await end(await consoleClient(context))).toBe("not_found");
  });

  test("goes on where its officer was signed out, stopped or given another role meanwhile", async () => {
    const { context, portal } = world;
    const { kysely } = context.database;
    const end = (by: Caller) => codeOfAct(endPortal(context, by, { portal: portal.id, ...why }));
    const gone = await person("officer");
    await kysely
      .updateTable("users")
      .set({ frozen_at: world.clock.now() })
      .where("id", "=", gone.user)
      .execute();
    expect(await end(gone)).toBe("sign_in_required");
    expect(await end({ ...(await person("helpdesk")), role: "officer" })).toBe("sign_in_required");
    const elsewhere = await person("officer");
    const { device } = await copyDevice(context, world.phone.device, {
      ...{ user: elsewhere.user, company: bank },
    });
    const signedOut = { ...elsewhere, device, signIn: { session: Buffer.alloc(32, 7) } };
    expect(await end(signedOut)).toBe("sign_in_required");
    expect(await end(auditor)).toBe("not_found");
    expect(await statusOf(portal.id)).toBe("open");
    expect(await entriesOf(portal.id)).toEqual([]);
  });

  test("is listed by its state, the newest first, page by page", async () => {
    const { context } = world;
    world.clock.advance(1);
    await world.renewPortal();
    await endPortal(context, officer, { portal: world.portal.id, ...why });
    const ended = world.portal.id;
    world.clock.advance(1);
    await world.renewPortal();
    const open = world.portal.id;
    const listed = async (status: "open" | "ended") =>
      (await listPortals(context, officer, { status, limit: "100" })).items.map(({ id }) => id);
    expect(await listed("open")).toContain(open);
    expect(await listed("open")).not.toContain(ended);
    expect(await listed("ended")).toContain(ended);
    const first = await listPortals(context, officer, { limit: "1" });
    expect(first.items).toEqual([expect.objectContaining({ id: open, status: "open", companies: null })]);
    const cursor = first.next ?? "";
    const second = await listPortals(context, officer, { limit: "1", cursor });
    expect(second.items.map(({ id }) => id)).toEqual([ended]);
  });
});
