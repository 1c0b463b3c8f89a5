/**
 * TLS 1.2 and 1.3 only (M29), shown by OpenSSL's own client. Its security level is lowered so that it really offers the old
 * version, and a second server, which allows 1.1, shows that the client could.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { type RunningServer, startServer } from "../start.ts";
import { makeDatabase } from "../testing/use-server.ts";

const hasOpenssl = (() => {
  try {
    execFileSync("openssl", ["version"]);
    return true;
  } catch {
    process.stderr.write("\nopenssl was not found: THE TLS TESTS ARE SKIPPED.\n");
    return false;
  }
})();

function makeCertificate(folder: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  execFileSync(
    "openssl",
    [...words, "-addext", "subjectAltName=DNS:localhost", "-out", cert, "-keyout", key],
    {
      stdio: "ignore",
    },
  );
  return { cert, key };
}

/** What `openssl s_client` says of a connection with exactly this version. */
function connectWith(version: "tls1" | "tls1_1" | "tls1_2" | "tls1_3", port: number): Promise<string> {
  const cipher = version === "tls1_3" ? [] : ["-cipher", "ALL:@SECLEVEL=0"];
  return talk([`-${version}`, ...cipher], port);
}

function talk(words: string[], port: number): Promise<string> {
  const child = spawn("openssl", ["s_client", ...words, "-connect", `127.0.0.1:${port}`]);
  child.stdin.end();
  return new Promise((resolve) => {
    let output = "";
    child.stdout.on("data", (part) => (output += part));
    child.stderr.on("data", (part) => (output += part));
    child.on("close", () => resolve(output));
  });
}

const portOf = (origin: string) => Number(new URL(origin).port);

describe.skipIf(!hasOpenssl)("TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-tls-"));
  let server: RunningServer;
  let lax: Server;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const { cert, key } = makeCertificate(folder);
    const place = await makeDatabase("pglite");
    remove = place.remove;
    const environment = {
      MTOKEN_TLS_CERT: cert,
      MTOKEN_TLS_KEY: key,
      MTOKEN_ORIGIN: "https://localhost",
      MTOKEN_SIGN_IN_ORIGIN: "https://localhost",
      MTOKEN_CONSOLE_ORIGIN: "https://localhost",
      MTOKEN_PORT: "0",
      MTOKEN_SIGN_IN_PORT: "0",
      MTOKEN_CONSOLE_PORT: "0",
      MTOKEN_SRP_BITS: "2048",
    };
    server = await startServer(
      readConfig(environment, { ...place.config, srpBits: 2048, srpThreads: 1, logLevel: "silent" }),
    );
    const pem = { cert: readFileSync(cert), key: readFileSync(key) };
    lax = createServer({ ...pem, minVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" });
    await new Promise<void>((resolve) => lax.listen(0, "127.0.0.1", resolve));
  }, 60_000);
  afterAll(async () => {
    lax.close();
    await server.close();
    await remove();
    rmSync(folder, { recursive: true });
  });

  test("1.1 is refused on both origins, by a client that can speak it", async () => {
    const address = lax.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    expect(await connectWith("tls1_1", address.port)).toMatch(/Protocol\s*: TLSv1\.1/);
    for (const origin of [server.origins.server, server.origins.signIn]) {
      for (const version of ["tls1", "tls1_1"] as const) {
        const output = await connectWith(version, portOf(origin));
        expect(output).toContain("alert protocol version");
        expect(output).toContain("Cipher is (NONE)");
      }
    }
  });

  test.each([
    ["tls1_2", "TLSv1.2"],
    ["tls1_3", "TLSv1.3"],
  ] as const)("%s is accepted", async (version, name) => {
    expect(await connectWith(version, portOf(server.origins.server))).toContain(`New, ${name}, Cipher is`);
    expect(await connectWith(version, portOf(server.origins.signIn))).toContain(`New, ${name}, Cipher is`);
  });

  test.each([
    ["AES-128 in TLS 1.3", ["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"], false],
    ["AES-128 in TLS 1.2", ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"], false],
    ["CBC without forward secrecy", ["-tls1_2", "-cipher", "AES256-SHA:@SECLEVEL=0"], false],
    ["AES-256 in TLS 1.3", ["-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384"], true],
    ["AES-256 in TLS 1.2", ["-tls1_2", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384"], true],
  ] as const)("takes AES-256 alone: %s", async (_name, words, accepted) => {
    const output = await talk([...words], portOf(server.origins.server));
    if (accepted) expect(output).toMatch(/Cipher is \S*AES_?256/);
    else expect(output).toContain("Cipher is (NONE)");
  });

  test("answers tell browsers never to come back without it", async () => {
    for (const origin of [server.origins.server, server.origins.signIn]) {
      const headers = await headersOf(`${origin}/health/live`);
      expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    }
  });
});

function headersOf(url: string): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    get(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.headers);
    }).on("error", reject);
  });
}
