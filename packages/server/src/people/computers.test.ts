/** What administrators do about computers (B2), by real phones, browsers and the console: who is let in then, and who is not. */
import { computerFingerprint } from "@mtoken/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildServers, type Servers } from "../http/build-server.ts";
import { consoleOf, copyDevice } from "../testing/console-people.ts";
import { mpin } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import type { TestComputer } from "../testing/test-computer.ts";
import { listIn, type TestConsole, textIn } from "../testing/test-console.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { createUser } from "./users.ts";

describeEachEngine("an unknown computer", (engine) => {
  let world: SignInWorld;
  let servers: Servers;
  let administrator: TestConsole;
  let computer: TestComputer;

  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    servers = await buildServers(world.context);
    const { company } = world.phones;
    const user = await createUser(world.context, { company, name: "Ben Example", role: "administrator" });
    const { device } = await copyDevice(world.context, world.phone.device, { user, company });
    administrator = await consoleOf(servers.console, world.context, { user, company, device });
  });
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world.close();
  });
  beforeEach(async () => {
    computer = await world.newComputer();
  });

  async function policy(unknown: "digits" | "approval" | "refuse"): Promise<void> {
    const { kysely } = world.context.database;
    const company = kysely.selectFrom("companies").where("id", "=", world.phones.company);
    const { policy: own } = await company.select("policy").executeTakeFirstOrThrow();
    const changed = JSON.stringify({ ...own, unknown_computers: unknown });
    await kysely
      .updateTable("companies")
      .set({ policy: changed })
      .where("id", "=", world.phones.company)
      .execute();
  }

  async function scan(): Promise<string | undefined> {
    const { request } = await world.show(computer);
    return codeOf(world.claim(request));
  }

  async function signIn(): Promise<void> {
    const { request, interaction } = await world.show(computer);
    await world.decide({ request, ...(await world.claim(request)) });
    expect((await computer.redeem(interaction, request)).status).toBe(200);
  }

  function act(name: string, body: object) {
    return administrator.call({
      ...{ path: `/v1/computers/${computer.id}/${name}`, body: { user: world.user, ...body } },
    });
  }

  describe("under approval", () => {
    beforeEach(() => policy("approval"));

    it("waits where an administrator sees it, and is let in by its fingerprint", async () => {
      expect(await scan()).toBe("computer_waits");
      const { body } = await administrator.get(`/v1/computers?status=waiting&user=${world.user}`);
      const fingerprint = computerFingerprint(computer.id);
      expect(body).toMatchObject({ items: [{ id: computer.id, fingerprint, user: { id: world.user } }] });
      const wrong = await act("approve", { fingerprint: "0000-0000-0000-0000-0000" });
      expect(textIn(wrong, "code")).toBe("wrong_fingerprint");
      expect(await scan()).toBe("computer_waits");
      expect((await act("approve", { fingerprint: fingerprint.toLowerCase() })).status).toBe(204);
      expect(textIn(await act("approve", { fingerprint }), "code")).toBe("already_decided");
      await signIn();
      await signIn();
    });

    it("is refused for a day, and allowed again before", async () => {
      await scan();
      expect((await act("refuse", { reason: "suspicious" })).status).toBe(204);
      expect(await scan()).toBe("computer_stopped");
      expect((await act("allow", { reason: "mistake" })).status).toBe(204);
      expect(await scan()).toBe("computer_waits");
    });

    it("is let in or refused by the first of two who decide at once, and the other is told", async () => {
      for (const first of ["approve", "refuse"] as const) {
        computer = await world.newComputer();
        expect(await scan()).toBe("computer_waits");
        const body = {
          approve: { fingerprint: computerFingerprint(computer.id) },
          refuse: { reason: "mistake" },
        };
        const second = first === "approve" ? "refuse" : "approve";
        const answers = await Promise.all([act(first, body[first]), act(second, body[second])]);
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
        const late = answers.find(({ status }) => status === 409);
        expect(late && textIn(late, "code")).toBe("already_decided");
        const decided = await administrator.get(`/v1/computers?user=${world.user}`);
        const standing = listIn(decided).items.find(({ id }) => id === computer.id)?.["status"];
        const [byFirst] = answers;
        const winner = byFirst.status === 204 ? first : second;
        expect(standing).toBe(winner === "approve" ? "known" : "refused");
      }
    });

    it("is not one that somebody else's administrator may let in by guessing at a user", async () => {
      const fingerprint = computerFingerprint(computer.id);
      expect(textIn(await act("approve", { fingerprint }), "code")).toBe("not_found");
    });
  });

  describe("under refuse", () => {
    beforeEach(() => policy("refuse"));

    it("waits nowhere, and is added by an administrator who types its fingerprint", async () => {
      expect(await scan()).toBe("computer_unknown");
      const waiting = await administrator.get(`/v1/computers?status=waiting&user=${world.user}`);
      expect(listIn(waiting).items.map(({ id }) => id)).not.toContain(computer.id);
      const path = `/v1/users/${world.user}/computers`;
      const add = (fingerprint: string) => administrator.call({ path, body: { fingerprint } });
      for (const wrong of [
        "",
        "0000-0000-0000-0000-0000",
        `${computerFingerprint(computer.id).slice(0, -4)}0000`,
      ])
        expect(textIn(await add(wrong), "code")).toBe("wrong_fingerprint");
      expect((await add(computerFingerprint(computer.id).replaceAll("-", " "))).status).toBe(204);
      expect(textIn(await add(computerFingerprint(computer.id)), "code")).toBe("already_decided");
      await signIn();
      expect((await act("revoke", { reason: "lost" })).status).toBe(204);
      expect(await scan()).toBe("computer_unknown");
    });

    it("is let in ten times a day at most, each of which is told, and made a stranger as often as anybody wants", async () => {
      const user = await createUser(world.context, {
        company: world.phones.company,
        ...{ name: "Cleo Often", role: "user" },
      });
      await scan();
      const add = () =>
        administrator.call({
          ...{ path: `/v1/users/${user}/computers` },
          body: { fingerprint: computerFingerprint(computer.id) },
        });
      const revoke = () => act("revoke", { user, reason: "other" });
      for (let time = 0; time < 10; time += 1) {
        expect((await add()).status).toBe(204);
        expect((await revoke()).status).toBe(204);
      }
      expect(textIn(await add(), "code")).toBe("rate_limited");
    });

    it("is told to its user when it was added", async () => {
      await scan();
      await administrator.call({
        ...{ path: `/v1/users/${world.user}/computers` },
        body: { fingerprint: computerFingerprint(computer.id) },
      });
      const session = await world.phone.unlock(mpin);
      const { notices } = await world.phone.call(session, "notices.list", {});
      expect(notices.find(({ data }) => data["computer"] === computer.id)?.kind).toBe("computer.added");
    });
  });
});
