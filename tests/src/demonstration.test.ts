/** `npm start`: ready, ended by Ctrl-C, and started again with everybody's phones. */
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const phone = await Device.open({
    storage: new MemoryVault(),
    transport: fetchTransport({ origin: `http://localhost:${port}` }),
    clock: Date,
    app: "test-phone/1",
    pins: () => pinsOf(port),
    stretch: stretchMpin,
    stretchBudget: 0,
  });
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
