/** The protocol's vectors, checked in Chromium by the very module that checks them in Node. */
import { readFile } from "node:fs/promises";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { VectorResult } from "@mtoken/protocol/vectors";
import { checkVectors, vectorKindNames } from "@mtoken/protocol/vectors";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./chromium.ts";

const { resolve } = createRequire(import.meta.url);

/** As a text, since a function would reach the page as the test runner has rewritten it. */
const checkInPage = `(async () => {
  const { checkVectors } = await import("/vectors.js");
  return checkVectors(await (await fetch("/vectors.json")).json());
})()`;

let browser: Browser;
let server: Server;
let origin: string;
let files: Record<string, unknown>;

beforeAll(async () => {
  files = await readVectors();
  server = createServer(serve(await bundle())).listen(0, "localhost");
  await new Promise((listening) => server.once("listening", listening));
  // WebCrypto answers in secure contexts only, and plain HTTP is one on localhost.
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe("the test vectors in Chromium", () => {
  it("are what our code does there, one by one as in Node", async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    const results = await page.evaluate<VectorResult[]>(checkInPage);
    expect(results.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(results).toEqual(await checkVectors(files));
  });
});

async function readVectors(): Promise<Record<string, unknown>> {
  const entries = vectorKindNames.map(async (name) => {
    const file = await readFile(resolve(`@mtoken/protocol/vectors/${name}.json`), "utf8");
    return [name, JSON.parse(file)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The checking module as one script for browsers. */
async function bundle(): Promise<string> {
  const entry = resolve("@mtoken/protocol/vectors");
  const lib = { entry, formats: ["es" as const], fileName: "vectors" };
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, minify: false, lib },
  });
  const outputs = Array.isArray(built) ? built.flatMap(({ output }) => output) : [];
  const [chunk] = outputs.filter((output) => output.type === "chunk");
  if (chunk === undefined || outputs.length !== 1) throw new Error("expected one script from the bundler");
  return chunk.code;
}

function serve(script: string): RequestListener {
  const answers: Record<string, [type: string, body: string]> = {
    "/": ["text/html", "<!doctype html><title>vectors</title>"],
    "/vectors.js": ["text/javascript", script],
    "/vectors.json": ["application/json", JSON.stringify(files)],
  };
  return (request, response) => {
    const [type, body] = answers[request.url ?? ""] ?? ["text/plain", ""];
    response.writeHead(body === "" ? 404 : 200, { "content-type": `${type}; charset=utf-8` }).end(body);
  };
}
