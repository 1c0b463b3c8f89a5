/** `npm start`: ready, ended by Ctrl-C, and started again with everybody's phones. */
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Computer } from "@mtoken/cli/computer";
import { startDemonstration } from "@mtoken/cli/demonstration";
import { Device, fetchTransport, MemoryVault } from "@mtoken/device";
import { stretchMpin } from "@mtoken/device/stretch";
import { expect, test } from "vitest";
import { mtokenUntil } from "./command-line/mtoken.ts";
import { freePorts } from "./free-ports.ts";

const mpin = "482917";

test("ends cleanly at Ctrl-C and knows its devices when it is started again", async () => {
  const data = mkdtempSync(join(tmpdir(), "mtoken-demonstration-"));
  const port = await freePorts(4);
  const words = ["demonstration", "--data", data, "--port", String(port)];
  const phone = await newPhone(port);
  try {
    const first = await mtokenUntil({}, /mtoken is ready/, ...words);
    const { link, code } = await invite(port + 2);
    await phone.activate({ link: phone.readLink(link), code, mpin });
    expect(await first.interrupt()).toBe(0);

    const second = await mtokenUntil({}, /mtoken is ready/, ...words);
    const session = await phone.unlock(mpin);
    expect(session.profile?.user.name).toBe("Anna Jansen");
    await session.end();
    expect(await second.interrupt()).toBe(0);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test("signs its portal's browser out when the phone is deactivated there", async () => {
  const data = mkdtempSync(join(tmpdir(), "mtoken-demonstration-"));
  const port = await freePorts(4);
  const demonstration = await startDemonstration({ data, port });
  const origin = `http://localhost:${port + 2}`;
  let cookie = "";
  async function ask(path: string, body?: object) {
    const response = await fetch(`${origin}${path}`, {
      ...{ method: body === undefined ? "GET" : "POST", redirect: "manual" },
      headers: { origin, cookie, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    return response.status === 303 ? undefined : response.json();
  }
  try {
    const phone = await newPhone(port);
    const { link, code } = await invite(port + 2);
    await phone.activate({ link: phone.readLink(link), code, mpin });
    const session = phone.session ?? (await phone.unlock(mpin));

    const { uri } = await ask("/api/sign-in", {});
    const computer = await Computer.visit(uri);
    await computer.begin();
    const opened = await session.claim({ qr: await computer.qrText() });
    const { digits } = await computer.state("claimed");
    await session.approve(opened, digits === null ? {} : { digits });
    await computer.state("approved");
    const back = await computer.redeem();
    computer.leave();
    await ask(`${back.pathname}${back.search}`);
    expect(await ask("/api/session")).toMatchObject({ status: "signed-in", user: { name: "Anna Jansen" } });

    const {
      devices: [device],
    } = await ask("/api/overview");
    expect(device).toMatchObject({
      status: "active",
      fingerprint: expect.stringMatching(/^(\w{4}-){4}\w{4}$/),
    });
    expect(await ask("/api/devices/deactivate", { device: device.id, reason: "lost" })).toEqual({});
    await expect.poll(() => ask("/api/session")).toEqual({ status: "ended", reason: "device-deactivated" });
    expect(await ask("/api/accounts")).toMatchObject({ code: "session_ended" });
    expect(await ask("/api/overview")).toEqual({ status: "ended", reason: "device-deactivated" });
  } finally {
    await demonstration.close();
    rmSync(data, { recursive: true, force: true });
  }
});

test("says which of its ports is taken, before it starts anything", async () => {
  const data = join(tmpdir(), "mtoken-demonstration-never-made");
  const port = await freePorts(4);
  for (const taken of [port, port + 1, port + 2, port + 3]) {
    const other = createServer();
    await once(other.listen(taken, "localhost"), "listening");
    try {
      await expect(startDemonstration({ data, port })).rejects.toThrow(`${taken}`);
      expect(existsSync(data)).toBe(false);
    } finally {
      other.close();
      await once(other, "close");
    }
  }
});

function newPhone(port: number): Promise<Device> {
  return Device.open({
    storage: new MemoryVault(),
    transport: fetchTransport({ origin: `http://localhost:${port}` }),
    clock: Date,
    app: "test-phone/1",
    pins: () => pinsOf(port),
    stretch: stretchMpin,
    stretchBudget: 0,
  });
}

async function pinsOf(port: number): Promise<string[]> {
  const response = await fetch(`http://localhost:${port}/configuration.json`);
  return (await response.json()).pins;
}

async function invite(port: number): Promise<{ link: string; code: string }> {
  const origin = `http://localhost:${port}`;
  const response = await fetch(`${origin}/api/invitations`, {
    method: "POST",
    headers: { origin, "content-type": "application/json" },
    body: JSON.stringify({ person: "user" }),
  });
  return response.json();
}
