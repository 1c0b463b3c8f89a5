/** An identity key, revoked in the console by one officer: at once, on the record, told to the officers, and never the last one. */
import { type CompanyId, ProtocolError } from "@mtoken/protocol";
import { organizationOf, type Role } from "@mtoken/protocol/people";
import { beforeAll, expect, test } from "vitest";
import { later } from "../clock.ts";
import { revokeIdentityKey, rotateIdentity } from "../keys/identity.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import type { Caller } from "./caller.ts";
import { createCompany } from "./companies.ts";
import { listIdentityKeys, revokeKeyOf } from "./identity-keys.ts";
import { createUser } from "./users.ts";

const commandLine = { by: "command-line" };
const why = { reason: "suspicious", note: "A backup was lost" } as const;

describeEachEngine("an identity key, for the operator's people", (engine) => {
  const server = useServer(engine);
  let bank: CompanyId;
  let officer: Caller;

  beforeAll(async () => {
    bank = await createCompany(server.context, { name: "Example Bank", kind: "operator" });
    officer = await person("officer");
  }, 120_000);

  async function person(role: Role): Promise<Caller> {
    const user = await createUser(server.context, { company: bank, name: `Pat ${role}`, role });
    return { user, company: bank, role, organization: organizationOf(role), via: "console" };
  }

  const codeOf = (act: Promise<void>): Promise<string> =>
    act.then(
      () => "done",
      (error: unknown) => (error instanceof ProtocolError ? error.code : Promise.reject(error)),
    );
  const revoke = (key: string, by: Caller = officer) =>
    codeOf(revokeKeyOf(server.context, by, { key, ...why }));
  const atCommandLine = (key: string) => codeOf(revokeIdentityKey(server.context, key, commandLine));

  function keysThat(status: string): string[] {
    const { items } = listIdentityKeys(server.context, officer);
    return items.filter((listed) => listed.status === status).map(({ key }) => key);
  }

  async function entriesOf(key: string): Promise<object[]> {
    const rows = await server.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", "identity.revoked")
      .execute();
    return rows.map(({ entry }) => JSON.parse(entry)).filter((entry) => entry.key === key);
  }

  async function told(): Promise<string[]> {
    const rows = await server.context.database.kysely
      .selectFrom("notices")
      .select("user_id")
      .where("kind", "=", "identity.revoked")
      .execute();
    return rows.map(({ user_id }) => user_id);
  }

  test("is revoked at once, its officer stands on the record with why, and the officers are told", async () => {
    const key = await rotateIdentity(server.context);
    const before = await told();
    expect(keysThat("signing")).toEqual([key]);
    expect(await revoke(key)).toBe("done");
    expect(keysThat("revoked")).toContain(key);
    expect(keysThat("signing")).not.toEqual([key]);
    expect(keysThat("signing")).toHaveLength(1);
    expect(await entriesOf(key)).toEqual([
      expect.objectContaining({ ...why, by: officer.user, via: "console" }),
    ]);
    expect((await told()).slice(before.length)).toEqual([officer.user]);
  });

  test("is revoked once, and what never was looks like nothing", async () => {
    const key = await rotateIdentity(server.context);
    expect((await Promise.all([revoke(key), revoke(key)])).sort()).toEqual(["already_decided", "done"]);
    expect(await entriesOf(key)).toHaveLength(1);
    expect(await revoke("A".repeat(43))).toBe("not_found");
  });

  test("is not revoked where no other one can sign now, also not of two that are revoked at once", async () => {
    const [only = ""] = keysThat("signing");
    const coming = await rotateIdentity(server.context, new Date("2199-01-01T00:00:00Z"));
    expect(await revoke(only)).toBe("last_identity_key");
    expect(await entriesOf(only)).toEqual([]);
    const next = await rotateIdentity(server.context);
    // Officers wait for one another already, who hold their company; the command line does not.
    const both = await Promise.all([atCommandLine(only), atCommandLine(next)]);
    expect(both.sort()).toEqual(["done", "last_identity_key"]);
    expect(keysThat("signing")).toHaveLength(1);
    // What has not begun could not sign for it.
    expect(await revoke(coming)).toBe("done");
  });

  test("is not revoked where the other ones are past their time", async () => {
    const { context, clock } = server;
    const key = await rotateIdentity(context);
    await context.database.kysely
      .updateTable("identity_keys")
      .set({ valid_until: later(clock.now(), 1) })
      .where("kid", "<>", key)
      .where("valid_from", "<=", clock.now())
      .execute();
    clock.advance(1);
    expect(await revoke(key)).toBe("last_identity_key");
    await rotateIdentity(context);
    expect(await revoke(key)).toBe("done");
  });

  test("goes on where its officer was stopped or given another role meanwhile, and for who only looks", async () => {
    const key = await rotateIdentity(server.context);
    const gone = await person("officer");
    await server.context.database.kysely
      .updateTable("users")
      .set({ frozen_at: server.context.clock.now() })
      .where("id", "=", gone.user)
      .execute();
    expect(await revoke(key, gone)).toBe("sign_in_required");
    expect(await revoke(key, { ...(await person("helpdesk")), role: "officer" })).toBe("sign_in_required");
    expect(await revoke(key, await person("auditor"))).toBe("not_found");
    expect(await revoke(key, await person("helpdesk"))).toBe("not_found");
    expect(await entriesOf(key)).toEqual([]);
  });
});
