/** Companies, users, invitations and devices, as an operator handles them. */
import {
  fingerprintOf,
  offerSchema,
  parseActivationLink,
  parseRegistrationCode,
  verifyIdentityToken,
} from "@mtoken/protocol";
import { type PolicyLimits, usualPolicy, widestLimits } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toNumericDate } from "../clock.ts";
import { OperatorError } from "../operator-error.ts";
import { policyOf } from "../policy/store.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { Refused } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { operatorAtCommandLine } from "./caller.ts";
import { createCompany } from "./companies.ts";
import { approveDeviceOf, deactivateDeviceOf } from "./device-acts.ts";
import { inviteUser, revokeActivation } from "./invite-user.ts";
import { changePolicy } from "./policy-acts.ts";
import { createUser, listUsers } from "./users.ts";

describeEachEngine("people", (engine) => {
  let world: PhoneWorld;
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  }, 60_000);
  afterAll(() => world.close());

  async function kinds(about: string): Promise<string[]> {
    const rows = await world.context.database.kysely
      .selectFrom("audit_entries")
      .select(["kind", "entry"])
      .where("entry", "like", `%${about}%`)
      .orderBy("at")
      .execute();
    return rows.map(({ kind }) => kind);
  }

  async function statusOf(activation: string) {
    return sql<{ status: string; secrets: number }>`
      select activations.status, num_nonnulls(sealed_link_secret, sealed_code, sealed_activation_key) as secrets
      from activations left join activation_secrets on activation_id = id where id = ${activation}
    `
      .execute(world.context.database.kysely)
      .then(({ rows }) => rows[0]);
  }

  /** A phone of a company that wants to approve devices first. */
  async function waitingPhone() {
    const company = await world.addCompany({ approval: true });
    const user = await world.addUser({ company });
    const phone = await world.newPhone();
    const { certificate } = await phone.setUp({ ...(await world.invite({ user })), mpin });
    return { phone, user, fingerprint: await fingerprintOf(certificate) };
  }

  test("there is one operator, whose people have roles of their own", async () => {
    const operator = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
    await expect(createCompany(world.context, { name: "Other Bank", kind: "operator" })).rejects.toThrow(
      "This server has its operator already.",
    );
    const officer = { name: "Olga Example", role: "officer", mail: "olga@bank.example" } as const;
    const user = await createUser(world.context, { company: operator, ...officer });
    expect((await listUsers(world.context)).find(({ id }) => id === user)?.role).toBe("officer");
    await expect(createUser(world.context, { company: world.company, ...officer })).rejects.toThrow(
      OperatorError,
    );
    await expect(
      createUser(world.context, { company: operator, name: "Ada", role: "administrator" }),
    ).rejects.toThrow(OperatorError);
  });

  test("no statement gives somebody a role that their organization does not have", async () => {
    const { kysely } = world.context.database;
    const raised = kysely
      .updateTable("users")
      .set({ role: "officer" })
      .where("id", "=", world.user)
      .execute();
    await expect(raised).rejects.toThrow(/check constraint/);
    const moved = kysely
      .updateTable("users")
      .set({ role: "officer", organization: "operator" })
      .where("id", "=", world.user)
      .execute();
    await expect(moved).rejects.toThrow(/foreign key/);
  });

  test.each([
    "ada",
    "ada@",
    "ada@example.com\nBcc: eve@example.com",
    "a@b@c",
    `${"a".repeat(250)}@example.com`,
  ])("refuses %j as a mail address", async (mail) => {
    const user = { company: world.company, name: "Ada Example", role: "user", mail } as const;
    await expect(createUser(world.context, user)).rejects.toThrow("mail address");
  });

  test("a company and its users are created, listed and recorded", async () => {
    const company = await createCompany(world.context, { name: "Bakers & Co" });
    const user = await createUser(world.context, { company, name: "Anna Jansen", role: "administrator" });
    const listed = await listUsers(world.context);
    expect(listed.find(({ id }) => id === user)).toEqual({
      id: user,
      name: "Anna Jansen",
      role: "administrator",
      company: { id: company, name: "Bakers & Co" },
      frozenAt: null,
      devices: [],
    });
    expect(await kinds(company)).toEqual(["company.created", "user.created"]);
  });

  test("a new company is within the operator's limits, and none is made beyond them", async () => {
    const { kysely } = world.context.database;
    const setLimits = (limits: PolicyLimits) =>
      kysely
        .updateTable("policy_limits")
        .set({ limits: JSON.stringify(limits) })
        .execute();
    await setLimits({ ...widestLimits, approval_required: true, mpin: { min: 8, max: 12 } });
    const company = await createCompany(world.context, { name: "Bakers & Co" });
    expect(await policyOf(kysely, company)).toEqual({
      ...{ ...usualPolicy, approval: true, mpin: { min: 8, max: 12 } },
    });
    for (const policy of [{ approval: false }, { mpin: { min: 6, max: 12 } }])
      await expect(createCompany(world.context, { name: "Bakers & Co", policy })).rejects.toThrow(
        OperatorError,
      );
    await setLimits({ ...widestLimits, devices: 1 });
    const changes = { devices: 2, approval: false };
    const allowed = changePolicy(world.context, operatorAtCommandLine, { company, changes });
    await expect(allowed).rejects.toMatchObject({ code: "policy_refused" });
    await setLimits(widestLimits);
    // What was stored stays: limits that are widened again widen nothing by themselves.
    expect((await policyOf(kysely, company)).approval).toBe(true);
  });

  test.each(["", "\u202Eevil", "a\nb", "x".repeat(141)])(
    "a name that people can't read is refused: %j",
    async (name) => {
      await expect(createCompany(world.context, { name })).rejects.toThrow();
      await expect(
        createUser(world.context, { company: world.company, name, role: "user" }),
      ).rejects.toThrow();
    },
  );

  test("nobody is added to a company that does not exist, nor invited without being there", async () => {
    const company = "cmp_00000000000000000000000000" as typeof world.company;
    await expect(createUser(world.context, { company, name: "A", role: "user" })).rejects.toThrow(
      OperatorError,
    );
    const user = "usr_00000000000000000000000000" as typeof world.user;
    await expect(inviteUser(world.context, { user })).rejects.toThrow(OperatorError);
  });

  test("an invitation has a link, a code and an offer that the identity key has signed", async () => {
    const { context, clock } = world;
    const { activation, link, code, expiresAt } = await inviteUser(context, { user: world.user });
    expect(parseActivationLink(link)).toMatchObject({ origin: context.config.serverOrigin, activation });
    expect(parseRegistrationCode(code)).toBeDefined();
    expect(expiresAt.getTime() - clock.now().getTime()).toBe(24 * 3_600_000);
    const offer = await verifyIdentityToken({
      token: await (await world.newPhone()).fetchOffer(link),
      typ: "mtoken-offer+jws",
      schema: offerSchema,
      jwks: context.identity.jwks(),
      at: toNumericDate(clock.now()),
    });
    expect(offer).toMatchObject({
      activation,
      group: 2048,
      mpin: { min: 6, max: 12 },
      exp: toNumericDate(expiresAt),
    });
  });

  test("neither secret of an invitation is in the database or in the log", async () => {
    const { activation, link, code } = await inviteUser(world.context, { user: world.user });
    const [, secret = ""] = link.split(".").slice(-2);
    const { rows } = await sql<{ row: string }>`
      select activations::text as row from activations where id = ${activation}
      union all select activation_secrets::text from activation_secrets where activation_id = ${activation}
      union all select audit_entries::text from audit_entries`.execute(world.context.database.kysely);
    const everything = rows
      .map(({ row }) => row)
      .join("\n")
      .toUpperCase();
    expect(everything).not.toContain(secret.toUpperCase());
    expect(everything).not.toContain(parseRegistrationCode(code));
    expect(everything).not.toContain(
      Buffer.from(parseRegistrationCode(code) ?? "")
        .toString("hex")
        .toUpperCase(),
    );
    expect(everything).not.toContain(
      Buffer.from(parseActivationLink(link)?.secret ?? [])
        .toString("hex")
        .toUpperCase(),
    );
  });

  test("a new invitation replaces the one before, whose secrets are gone", async () => {
    const user = await world.addUser();
    const first = await inviteUser(world.context, { user });
    const second = await inviteUser(world.context, { user });
    expect(await statusOf(first.activation)).toEqual({ status: "revoked", secrets: 0 });
    expect(await statusOf(second.activation)).toEqual({ status: "open", secrets: 3 });
    expect(await kinds(first.activation)).toEqual(["activation.invited", "activation.revoked"]);
  });

  test("of many invitations at once the last one stays open", async () => {
    const user = await world.addUser();
    await Promise.all(Array.from({ length: 8 }, () => inviteUser(world.context, { user })));
    const { rows } =
      await sql`select status from activations where user_id = ${user} and status = 'open'`.execute(
        world.context.database.kysely,
      );
    expect(rows.length).toBe(1);
  });

  test("an invitation can be taken back once", async () => {
    const { activation } = await inviteUser(world.context, { user: await world.addUser() });
    expect(await revokeActivation(world.context, { activation, reason: "sent to the wrong person" })).toBe(
      true,
    );
    expect(await revokeActivation(world.context, { activation, reason: "again" })).toBe(false);
    expect(await statusOf(activation)).toEqual({ status: "revoked", secrets: 0 });
  });

  test("a device waits for its approval, and the fingerprint is compared", async () => {
    const { phone, user, fingerprint } = await waitingPhone();
    const device = phone.device;
    const approve = (shown: string) =>
      approveDeviceOf(world.context, operatorAtCommandLine, { device, fingerprint: shown });
    await expect(approve("0000-0000-0000-0000-0000")).rejects.toMatchObject({ code: "wrong_fingerprint" });
    await expect(approve("")).rejects.toMatchObject({ code: "wrong_fingerprint" });
    expect((await phone.unlock(mpin)).message4.status).toBe("awaiting-approval");
    const [waiting] = (await listUsers(world.context)).filter(({ id }) => id === user);
    expect(waiting?.devices).toMatchObject([{ id: device, status: "awaiting-approval", fingerprint: null }]);

    await approve(fingerprint.toLowerCase().replaceAll("-", " "));
    expect((await phone.unlock(mpin)).message4.status).toBe("active");
    await expect(approve(fingerprint)).rejects.toMatchObject({ code: "already_decided" });
    const [listed] = (await listUsers(world.context)).filter(({ id }) => id === user);
    expect(listed?.devices).toMatchObject([{ id: device, status: "active", fingerprint }]);
    expect(await kinds(device)).toContain("device.approved");
  });

  test("a deactivated device is out at once, and for good", async () => {
    const phone = await world.activePhone();
    const session = await phone.unlock(mpin);
    const topics: string[] = [];
    const end = world.context.events.subscribe(`device:${phone.device}`, () => topics.push("told"));
    await deactivateDeviceOf(world.context, operatorAtCommandLine, {
      device: phone.device,
      reason: "stolen",
    });
    end();
    expect(topics).toEqual(["told"]);
    await expect(phone.call(session, "status", {})).rejects.toThrow();
    await expect(phone.unlock(mpin)).rejects.toThrow(Refused);
    const again = deactivateDeviceOf(world.context, operatorAtCommandLine, {
      device: phone.device,
      reason: "lost",
    });
    await expect(again).rejects.toMatchObject({ code: "already_decided" });
    expect(await kinds(phone.device)).toContain("device.deactivated");
  });

  test("a device that ended while it waited can't be approved any more", async () => {
    const { phone, fingerprint } = await waitingPhone();
    await deactivateDeviceOf(world.context, operatorAtCommandLine, { device: phone.device, reason: "lost" });
    const approval = approveDeviceOf(world.context, operatorAtCommandLine, {
      ...{ device: phone.device, fingerprint },
    });
    await expect(approval).rejects.toMatchObject({ code: "already_decided" });
  });
});
