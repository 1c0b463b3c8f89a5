/** `npm start`: ready, ended by Ctrl-C, and started again with everybody's phones. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Device, fetchTransport, MemoryVault } from "@mtoken/device";
import { expect, test } from "vitest";
import { mtokenUntil } from "./command-line/mtoken.ts";
import { freePorts } from "./free-ports.ts";

const mpin = "482917";

test("ends cleanly at Ctrl-C and knows its devices when it is started again", async () => {
  const data = mkdtempSync(join(tmpdir(), "mtoken-demonstration-"));
  const port = await freePorts(3);
  const words = ["demonstration", "--data", data, "--port", String(port)];
  const phone = await Device.open({
    storage: new MemoryVault(),
    transport: fetchTransport({ origin: `http://localhost:${port}` }),
    clock: Date,
    app: "test-phone/1",
    pins: () => pinsOf(port),
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
