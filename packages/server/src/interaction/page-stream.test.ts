/** What a page is shown while it waits, over true connections (docs/protocol.md §8). */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { InteractionId, RequestId } from "@mtoken/protocol";
import { pageFrameSchema, pageStateSchema, parseQrText, parseTypedCode } from "@mtoken/protocol";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endDevice } from "../device/end-device.ts";
import { buildServers } from "../http/build-server.ts";
import { qrSeconds } from "../request/present-status.ts";
import { StreamPool } from "../request/stream-pool.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import type { OpenEvents } from "../testing/read-events.ts";
import { openEvents } from "../testing/read-events.ts";
import type { ShownSignIn } from "../testing/sign-in-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import type { TestComputer } from "../testing/test-computer.ts";
import { redirectUri } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";

import { openPageStream } from "./page-stream.ts";

describeEachEngine("the page's events", (engine) => {
  let world: SignInWorld;
  let address: string;
  const opened: OpenEvents[] = [];
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    address = await world.app.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(() => {
    for (const events of opened.splice(0)) events.leave();
  });
  afterAll(() => world.close());

  async function follow({
    computer,
    interaction,
  }: Pick<ShownSignIn, "computer" | "interaction">): Promise<OpenEvents> {
    const url = new URL(`/v1/interactions/${interaction}/events`, address);
    const events = await openEvents(url, computer.cookie === undefined ? {} : { cookie: computer.cookie });
    opened.push(events);
    return events;
  }

  async function nextState(events: OpenEvents) {
    return v.parse(pageStateSchema, await events.nextOf("state"));
  }

  it("tell at once how things stand, and show the first code", async () => {
    const shown = await world.show();
    const events = await follow(shown);
    expect(events.status).toBe(200);
    expect(events.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(events.headers.get("cache-control")).toBe("no-store");
    expect(events.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await nextState(events)).toMatchObject({
      status: "waiting",
      request: shown.request,
      typed_code: expect.stringMatching(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/),
    });
    const frame = v.parse(pageFrameSchema, await events.nextOf("frame"));
    expect(parseQrText(frame.text)).toMatchObject({
      origin: world.context.config.serverOrigin,
      request: shown.request,
      tick: frame.tick,
    });
  });

  it("show a code that a phone can claim, and a new one every two seconds", async () => {
    const shown = await world.show();
    const events = await follow(shown);
    expect((await events.nextOf("frame"))["tick"]).toBe(0);
    world.clock.advance(2);
    const { tick, text } = v.parse(pageFrameSchema, await events.nextOf("frame"));
    expect(tick).toBe(1);
    const { request, mac } = parseQrText(text) ?? {};
    const session = await world.phone.unlock(mpin);
    await world.phone.call(session, "request.claim", {
      qr: { request: request as RequestId, tick, mac: String(mac) },
    });
    expect((await world.row(shown.request)).status).toBe("claimed");
  });

  it("show a typed code that a phone can claim", async () => {
    const shown = await world.show();
    const state = await nextState(await follow(shown));
    const code = state.status === "waiting" ? (parseTypedCode(state.typed_code ?? "") ?? "") : "";
    const session = await world.phone.unlock(mpin);
    await world.phone.call(session, "request.claim", { code });
    expect((await world.row(shown.request)).status).toBe("claimed");
  });

  it("follow a sign-in to its end", async () => {
    const shown = await world.show();
    const events = await follow(shown);
    expect(await nextState(events)).toMatchObject({ status: "waiting" });
    const claimed = await world.claim(shown.request);
    const { digits } = await world.row(shown.request);
    expect(digits).toMatch(/^\d\d$/);
    expect(await nextState(events)).toEqual({ status: "claimed", digits, same_device: false });
    await world.decide({ ...claimed, request: shown.request, answer: { digits } });
    expect(await nextState(events)).toEqual({
      status: "approved",
      user_name: "Ada Example",
      same_device: false,
      may_remember: true,
    });
    await shown.computer.redeem(shown.interaction, shown.request);
    expect(await nextState(events)).toEqual({ status: "redeemed" });
    expect(await events.next()).toBeUndefined();
  });

  it("tell a page that comes back where things stand now", async () => {
    const shown = await world.show();
    const first = await follow(shown);
    const waiting = await nextState(first);
    first.leave();
    expect(await nextState(await follow(shown))).toEqual(waiting);
    const claimed = await world.claim(shown.request);
    expect(await nextState(await follow(shown))).toMatchObject({ status: "claimed" });
    await world.decide({ ...claimed, request: shown.request, answer: { decision: "refuse" } });
    const last = await follow(shown);
    expect(await nextState(last)).toEqual({ status: "refused", wrong_digits: false, computer: null });
    const mistyped = await world.show();
    const asked = await world.claim(mistyped.request);
    const wrong = { ...asked, request: mistyped.request, answer: { digits: "00" } };
    await world.decide(wrong).catch(() => undefined);
    expect(await nextState(await follow(mistyped))).toEqual({
      status: "refused",
      wrong_digits: true,
      computer: null,
    });
    expect(await last.next()).toBeUndefined();
  });

  it.each([
    ["once when nothing changes meanwhile", false, "waiting"],
    ["again when something does", true, "expired"],
  ])("read how things stand %s", async (_name, changes, first) => {
    const { computer, interaction, request } = await world.show();
    const visit = { interaction, browser: String(computer.cookie?.split("=")[1]) };
    const pool = new StreamPool(world.clock);
    const server = createServer(async (_request, response) => {
      const opening = openPageStream(world.context, response, visit);
      if (changes) world.context.events.publish(`request:${request}`);
      const stream = await opening;
      world.clock.advance(qrSeconds);
      if (stream) pool.open(response, {}, stream);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const events = await openEvents(new URL(`http://127.0.0.1:${port}`), {});
    expect(await nextState(events)).toMatchObject({ status: first });
    pool.close();
    server.close();
  });

  it("end when nobody scans", async () => {
    const shown = await world.show();
    const events = await follow(shown);
    await nextState(events);
    world.clock.advance(qrSeconds);
    expect(await nextState(events)).toEqual({ status: "expired" });
    expect(await events.next()).toBeUndefined();
  });

  it("end when the device that claimed ends", async () => {
    const shown = await world.show();
    const events = await follow(shown);
    await nextState(events);
    await world.claim(shown.request);
    expect(await nextState(events)).toMatchObject({ status: "claimed" });
    const end = { device: world.phone.device, status: "deactivated", reason: "stolen", by: "test" } as const;
    const topics = await world.context.database.kysely
      .transaction()
      .execute((transaction) => endDevice(transaction, { ...end, at: world.clock.now() }));
    for (const topic of topics ?? []) world.context.events.publish(topic);
    expect(await nextState(events)).toEqual({ status: "withdrawn" });
    await world.renewPhone();
  });

  it("show another tab's newer request, since the browser is the same", async () => {
    const shown = await world.show();
    const events = await follow(shown);
    await nextState(events);
    const { body } = await shown.computer.begin(shown.interaction);
    expect(await nextState(events)).toMatchObject({ status: "waiting", request: body["request"] });
    const frame = v.parse(pageFrameSchema, await events.nextOf("frame"));
    expect(parseQrText(frame.text)?.request).toBe(body["request"]);
    await world.claim(body["request"] as RequestId);
    expect(await nextState(events)).toMatchObject({ status: "claimed" });
  });

  it("end when a signature's page is opened in another browser", async () => {
    const { body } = await world.portal.call({
      path: "/v1/signatures",
      body: { user: world.user, content: payment },
    });
    const shown = { computer: await world.newComputer(), interaction: body["interaction"] as InteractionId };
    await shown.computer.begin(shown.interaction);
    const events = await follow(shown);
    await nextState(events);
    await (await world.newComputer()).begin(shown.interaction);
    expect(await nextState(events)).toEqual({ status: "expired" });
    expect(await events.next()).toBeUndefined();
  });

  it("are not for who has no cookie, another's, or none of this request", async () => {
    const shown = await world.show();
    const other = await world.show();
    const stranger = await world.newComputer();
    expect((await follow({ ...shown, computer: stranger })).status).toBe(404);
    expect((await follow({ ...shown, computer: other.computer })).status).toBe(404);
    const unbegun = await world.portal.beginSignIn();
    expect((await follow({ ...unbegun, computer: shown.computer })).status).toBe(404);
  });

  it("show the digits only to the browser that was scanned", async () => {
    const shown = await world.show();
    await world.claim(shown.request);
    const thief = await world.newComputer();
    thief.cookie = (await world.show()).computer.cookie;
    expect((await follow({ ...shown, computer: thief })).status).toBe(404);
  });

  it("end when the server stops, and do not keep it from stopping", async () => {
    const { signIn } = await buildServers(world.context);
    const own = await signIn.listen({ host: "127.0.0.1", port: 0 });
    const { computer, interaction } = await world.show();
    const url = new URL(`/v1/interactions/${interaction}/events`, own);
    const events = await openEvents(url, { cookie: String(computer.cookie) });
    await nextState(events);
    await signIn.close();
    await expect(untilEnd(events)).resolves.toBeUndefined();
  });

  async function untilEnd(events: OpenEvents): Promise<undefined> {
    while (await events.next());
  }

  describe("of a signature", () => {
    async function show(): Promise<
      { computer: TestComputer } & Pick<ShownSignIn, "interaction" | "request">
    > {
      const body = { user: world.user, content: payment, redirect_uri: redirectUri, state: "s" };
      const answer = await world.portal.call({ path: "/v1/signatures", body });
      const computer = await world.newComputer();
      const shown = answer.body as Pick<ShownSignIn, "interaction" | "request">;
      await computer.begin(shown.interaction);
      return { ...shown, computer };
    }

    it("say when it is signed, and the way back", async () => {
      const shown = await show();
      const events = await follow(shown);
      expect(await nextState(events)).toMatchObject({ status: "waiting", request: shown.request });
      await world.sign(shown.request);
      expect(await nextState(events)).toMatchObject({ status: "claimed", digits: null });
      const state = await nextState(events);
      expect(state).toEqual({
        status: "signed",
        return_to: expect.stringContaining(`${redirectUri}?state=s&iss=`),
      });
      expect(await events.next()).toBeUndefined();
    });

    it("stop showing a code after its three minutes, though the request waits on", async () => {
      const shown = await show();
      const events = await follow(shown);
      await nextState(events);
      world.clock.advance(qrSeconds);
      expect(await nextState(events)).toEqual({ status: "expired" });
      expect((await world.row(shown.request)).status).toBe("waiting");
    });
  });
});
