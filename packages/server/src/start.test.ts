/** A whole server over real HTTP: it starts, says why when it can't, finishes what it began, and starts again. */
import { mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Config, readConfig } from "./config.ts";
import { StartError } from "./operator-error.ts";
import { type RunningServer, startServer } from "./start.ts";
import { describeEachEngine, makeDatabase } from "./testing/use-server.ts";

const ports = {
  MTOKEN_PORT: "0",
  MTOKEN_SIGN_IN_PORT: "0",
  MTOKEN_CONSOLE_PORT: "0",
  MTOKEN_SRP_BITS: "2048",
  MTOKEN_SRP_THREADS: "1",
};

function configOf(place: { config: Partial<Config> }): Config {
  return readConfig(ports, { ...place.config, logLevel: "silent" });
}

async function pins({ origins }: RunningServer): Promise<unknown> {
  const answer = await fetch(`${origins.server}/configuration.json`);
  return answer.json();
}

describeEachEngine("the whole server", (engine) => {
  test("answers on both origins, ends, and is the same one when it starts again", async () => {
    const place = await makeDatabase(engine);
    const first = await startServer(configOf(place));
    for (const origin of Object.values(first.origins)) {
      expect((await fetch(`${origin}/health/live`)).status).toBe(200);
      expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    }
    const before = await pins(first);
    await first.close();
    await expect(fetch(`${first.origins.server}/health/live`)).rejects.toThrow();

    const { port } = new URL(first.origins.server);
    const second = await startServer({ ...configOf(place), ...samePort(port) });
    expect(await pins(second)).toEqual(before);
    await second.close();
    await place.remove();
  });

  test("finishes a request that is under way when it stops, and takes no new one", async () => {
    const place = await makeDatabase(engine);
    const server = await startServer(configOf(place));
    const { port, host } = new URL(server.origins.server);
    const socket = await connectTo(Number(port));
    const answer = readAll(socket);
    const body = "x".repeat(1000);
    const head = `POST /v1/calls HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/jose\r\ncontent-length: 1000\r\n\r\n`;
    socket.write(head + body.slice(0, 500));
    // The first half is there when another connection has been answered.
    await fetch(`${server.origins.server}/health/live`);
    const closed = server.close();
    socket.write(body.slice(500));
    expect(await answer).toContain("application/problem+json");
    await closed;
    await expect(connectTo(Number(port))).rejects.toThrow(/ECONNREFUSED/);
    await place.remove();
  });
});

describe("a start that fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-start-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function expectSentence(config: Config, sentence: RegExp): Promise<void> {
    const starting = startServer(config);
    await expect(starting).rejects.toThrow(StartError);
    await expect(starting).rejects.toThrow(sentence);
  }

  test("says why, and leaves the directory to the next", async () => {
    const place = await makeDatabase("pglite");
    const config = configOf(place);
    renameSync(config.pepperFile, `${config.pepperFile}-away`);
    await expectSentence(config, /There is no pepper file/);
    renameSync(`${config.pepperFile}-away`, config.pepperFile);

    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, "127.0.0.1", resolve));
    const address = occupant.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    const listen = { ...config.listen, signIn: { host: "127.0.0.1", port: address.port } };
    await expectSentence(
      { ...config, listen },
      /127\.0\.0\.1 port \d+ can't be listened on: another program listens there/,
    );
    occupant.close();

    const server = await startServer(config);
    await expectSentence(config, /is in use by another mtoken process/);
    await server.close();
    expect(readdirSync(config.dataDirectory).toSorted()).toEqual(["database", "pepper"]);
    await place.remove();
  });
});

function samePort(port: string): Partial<Config> {
  const origin = `http://localhost:${port}`;
  return {
    serverOrigin: origin,
    listen: {
      server: { host: "127.0.0.1", port: Number(port) },
      signIn: { host: "127.0.0.1", port: 0 },
      console: { host: "127.0.0.1", port: 0 },
    },
  };
}

function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket)).once("error", reject);
  });
}

function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (part) => (text += part));
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
  });
}
