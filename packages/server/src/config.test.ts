/** What an operator sets, and the one sentence that each mistake gets. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { isLoopback } from "./loopback.ts";
import { ConfigError } from "./read-environment.ts";

const folder = mkdtempSync(join(tmpdir(), "mtoken-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pem = join(folder, "some.pem");
writeFileSync(pem, "-----BEGIN CERTIFICATE-----\n");
const notPem = join(folder, "not.pem");
writeFileSync(notPem, "hello");

const tls = { MTOKEN_TLS_CERT: pem, MTOKEN_TLS_KEY: pem };
const secure = {
  MTOKEN_ORIGIN: "https://key.example.com",
  MTOKEN_SIGN_IN_ORIGIN: "https://sign-in.example.com",
  MTOKEN_CONSOLE_ORIGIN: "https://console.example.com",
};

describe("the configuration", () => {
  test("needs nothing to begin with, and then stays on this machine", () => {
    const config = readConfig({});
    expect(config.serverOrigin).toBe("http://localhost:8700");
    expect(config.listen).toEqual({
      server: { host: "127.0.0.1", port: 8700 },
      signIn: { host: "127.0.0.1", port: 8701 },
      console: { host: "127.0.0.1", port: 8703 },
    });
    expect(config).toMatchObject({ srpBits: 3072, rsaBits: 2048, typedCode: "known-computers" });
    expect(config.databaseUrl).toBeUndefined();
  });

  test("takes the desk's number, and no text that is none", () => {
    expect(readConfig({ MTOKEN_DESK_PHONE: "+31 20 555 01 23" }).deskPhone).toBe("+31 20 555 01 23");
    expect(readConfig({ MTOKEN_DESK_PHONE: " " }).deskPhone).toBeUndefined();
    expect(() => readConfig({ MTOKEN_DESK_PHONE: "call us" })).toThrow(/MTOKEN_DESK_PHONE/);
  });

  test("takes empty variables for absent ones, as container tools write them", () => {
    expect(readConfig({ DATABASE_URL: "", MTOKEN_ORIGIN: " ", MTOKEN_TLS_CERT: "" })).toEqual(readConfig({}));
  });

  test("listens for HTTPS itself with a certificate", () => {
    const config = readConfig({ ...tls, ...secure, MTOKEN_LISTEN: "0.0.0.0" });
    expect(config.tls?.cert).toContain("BEGIN");
    expect(config.listen.server).toEqual({ host: "0.0.0.0", port: 443 });
  });

  test("serves plain HTTP to a proxy that is named", () => {
    const config = readConfig({
      ...secure,
      MTOKEN_LISTEN: "0.0.0.0",
      MTOKEN_TRUSTED_PROXY: "10.0.0.7, 10.1.0.0/16,::1",
    });
    expect(config.trustedProxy).toEqual(["10.0.0.7", "10.1.0.0/16", "::1"]);
    expect(config.tls).toBeUndefined();
  });

  test("lets the command line win over the environment", () => {
    const environment = { MTOKEN_SRP_BITS: "2048", MTOKEN_DATA: "/a" };
    const config = readConfig(environment, { srpBits: 4096, dataDirectory: "/b" });
    expect(config).toMatchObject({ srpBits: 4096, dataDirectory: "/b", pepperFile: "/b/pepper" });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      "plain HTTP for another machine",
      { MTOKEN_ORIGIN: "http://key.example.com" },
      /Plain HTTP is only for this machine/,
    ],
    [
      "plain HTTP for a name that only looks local",
      { MTOKEN_ORIGIN: "http://localhost.example.com" },
      /Plain HTTP/,
    ],
    ["plain HTTP on every address", { MTOKEN_LISTEN: "0.0.0.0" }, /"0\.0\.0\.0" is not/],
    [
      "plain HTTP for the sign-in page alone",
      { MTOKEN_SIGN_IN_ORIGIN: "http://10.0.0.1:8701" },
      /Plain HTTP/,
    ],
    [
      "an https origin without a certificate",
      secure,
      /needs MTOKEN_TLS_CERT and MTOKEN_TLS_KEY, or MTOKEN_TRUSTED_PROXY/,
    ],
    ["a certificate with a plain origin", tls, /must all begin with https/],
    [
      "a plain origin behind a proxy",
      { MTOKEN_TRUSTED_PROXY: "10.0.0.7", MTOKEN_ORIGIN: "http://key.example.com" },
      /"http:\/\/key\.example\.com" must begin with https/,
    ],
    ["a certificate without its key", { ...secure, MTOKEN_TLS_CERT: pem }, /go together/],
    [
      "a certificate that is not there",
      { ...secure, ...tls, MTOKEN_TLS_KEY: "/nowhere" },
      /MTOKEN_TLS_KEY names \/nowhere, which can't be read/,
    ],
    ["a certificate that is none", { ...secure, ...tls, MTOKEN_TLS_CERT: notPem }, /not a PEM file/],
    ["an origin with a path", { MTOKEN_ORIGIN: "http://localhost:8700/" }, /MTOKEN_ORIGIN must be an origin/],
    [
      "an origin in upper case",
      { MTOKEN_ORIGIN: "HTTP://LOCALHOST:8700" },
      /MTOKEN_ORIGIN must be an origin/,
    ],
    [
      "an origin that is none",
      { MTOKEN_SIGN_IN_ORIGIN: "localhost" },
      /MTOKEN_SIGN_IN_ORIGIN must be an origin/,
    ],
    ["one origin for both", { MTOKEN_SIGN_IN_ORIGIN: "http://localhost:8700" }, /must differ/],
    ["one origin for console and phone", { MTOKEN_CONSOLE_ORIGIN: "http://localhost:8700" }, /must differ/],
    [
      "a proxy by name",
      { ...secure, MTOKEN_TRUSTED_PROXY: "proxy.internal" },
      /"proxy\.internal" is neither/,
    ],
    ["the whole world as a proxy", { ...secure, MTOKEN_TRUSTED_PROXY: "0.0.0.0/0" }, /is neither/],
    ["a network that is too long", { ...secure, MTOKEN_TRUSTED_PROXY: "10.0.0.0/33" }, /is neither/],
    ["an unknown size of keys", { MTOKEN_SRP_BITS: "1024" }, /MTOKEN_SRP_BITS must be 2048, 3072 or 4096/],
    ["an unknown size of RSA keys", { MTOKEN_RSA_BITS: "two" }, /MTOKEN_RSA_BITS must be/],
    ["an unknown policy", { MTOKEN_TYPED_CODE: "always" }, /must be one of known-computers, any-computer/],
    ["an unknown log level", { MTOKEN_LOG_LEVEL: "loud" }, /MTOKEN_LOG_LEVEL must be one of/],
    ["a port that is none", { MTOKEN_PORT: "70000" }, /MTOKEN_PORT must be a whole number/],
    [
      "a number that is none",
      { MTOKEN_INVITATION_HOURS: "1.5" },
      /MTOKEN_INVITATION_HOURS must be a whole number from 1 to 720/,
    ],
  ])("refuses %s", (_name, environment, message) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(message);
  });

  test("is described in docs/operate.md, variable by variable", () => {
    const operate = readFileSync(join(import.meta.dirname, "../../../docs/operate.md"), "utf8");
    // The command line's phone has variables of its own, further down.
    const [, docs = ""] = operate.match(/\n## Settings\n([\s\S]*?)\n## /) ?? [];
    const source = ["config.ts", "mail-config.ts"]
      .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"))
      .join();
    const read = new Set([...source.matchAll(/"(MTOKEN_[A-Z_]+|DATABASE_URL)"/g)].map(([, name]) => name));
    const described = new Set([...docs.matchAll(/`(MTOKEN_[A-Z_]+|DATABASE_URL)`/g)].map(([, name]) => name));
    expect(described).toEqual(read);
  });

  test.each([
    [
      "smtps://mtoken:p%40ss@mail.example.com",
      {
        host: "mail.example.com",
        port: 465,
        security: "tls",
        credentials: { user: "mtoken", password: "p@ss" },
      },
    ],
    ["smtp://mail.example.com", { host: "mail.example.com", port: 587, security: "starttls" }],
    ["smtp://mail.example.com:25/", { host: "mail.example.com", port: 25, security: "starttls" }],
    ["smtp://localhost", { host: "localhost", port: 25, security: "none" }],
    ["smtp://[::1]:2525", { host: "::1", port: 2525, security: "none" }],
    ["smtps://localhost", { host: "localhost", port: 465, security: "tls" }],
  ])("takes %s for a mail server, unencrypted only on this machine itself", (url, server) => {
    const { mail } = readConfig({
      MTOKEN_SMTP_URL: url,
      MTOKEN_SMTP_FROM: "Example Bank <notices@bank.example>",
    });
    expect(mail).toEqual({ ...server, from: { name: "Example Bank", address: "notices@bank.example" } });
  });

  test.each([
    "mail.example.com",
    "http://u:secret@mail.example.com",
    "smtp://u:secret@mail.example.com/path",
    "smtp://u:secret@mail.example.com?tls=no",
    "smtp://u:secret%zz@mail.example.com",
    "smtp://:secret@mail.example.com",
    "smtp://u@mail.example.com",
    "smtp:",
  ])("refuses %s as a mail server, and does not repeat its password", (url) => {
    const read = () => readConfig({ MTOKEN_SMTP_URL: url, MTOKEN_SMTP_FROM: "notices@bank.example" });
    expect(read).toThrow(/^MTOKEN_SMTP_URL must be an address like/);
    expect(read).not.toThrow(/secret/);
  });

  test.each([
    ["notices@bank.example", { name: "", address: "notices@bank.example" }],
    ['"Example Bank" <notices@bank.example>', { name: "Example Bank", address: "notices@bank.example" }],
  ])("takes %s for a sender", (from, sender) => {
    const { mail } = readConfig({ MTOKEN_SMTP_URL: "smtp://localhost", MTOKEN_SMTP_FROM: from });
    expect(mail?.from).toEqual(sender);
  });

  test("refuses a sender that is none, or only half of what mail needs", () => {
    const url = { MTOKEN_SMTP_URL: "smtp://localhost" };
    for (const from of ["Example Bank", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "<>"])
      expect(() => readConfig({ ...url, MTOKEN_SMTP_FROM: from })).toThrow(/MTOKEN_SMTP_FROM must be/);
    expect(() => readConfig(url)).toThrow(/only one of them is set/);
    expect(() => readConfig({ MTOKEN_SMTP_FROM: "a@b.example" })).toThrow(/only one of them is set/);
    expect(() => readConfig({ MTOKEN_MAIL_LANGUAGE: "xx" })).toThrow(/MTOKEN_MAIL_LANGUAGE must be one of/);
  });

  test("does not repeat the database's password", () => {
    const read = () => readConfig({ DATABASE_URL: "mysql://root:secret@db" });
    expect(read).toThrow(/^DATABASE_URL must begin with postgres/);
    expect(read).not.toThrow(/secret/);
  });

  test.each(["localhost", "sign-in.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::1"])(
    "takes %s for this machine",
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  test.each(["0.0.0.0", "::", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com", "128.0.0.1"])(
    "does not take %s for this machine",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
