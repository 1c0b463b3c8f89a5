/** Which addresses a phone may have this server send to, and which ones a name may lead to. */
import { createECDH, randomBytes } from "node:crypto";
import dns from "node:dns";
import { createServer } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { isEndpointAllowed, isPublicAddress, publicLookup } from "./push-endpoint.ts";
import { type PushOutcome, PushSender } from "./send-push.ts";

/** By a server without push services of its own. */
async function sendTo(endpoint: string): Promise<PushOutcome> {
  const sender = new PushSender({ enabled: true, contact: "mailto:a@b.example", origins: [] });
  const [ours, theirs] = [createECDH("prime256v1"), createECDH("prime256v1")];
  const key = {
    publicKey: ours.generateKeys().toString("base64url"),
    privateKey: ours.getPrivateKey().toString("base64url"),
  };
  const p256dh = theirs.generateKeys().toString("base64url");
  const auth = randomBytes(16).toString("base64url");
  const [at, until] = [new Date(), new Date()];
  try {
    const subscription = { endpoint, p256dh, auth };
    return await sender.send({ subscription, key, topic: "notice", at, until });
  } finally {
    sender.close();
  }
}

describe("an endpoint", () => {
  test.each([
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGc",
    "https://sub.notify.windows.com:443/w/?token=BQ",
  ])("%s is allowed", (endpoint) => {
    expect(isEndpointAllowed(endpoint, [])).toBe(true);
  });

  test.each([
    ["plain HTTP", "http://push.example.com/1"],
    ["another scheme", "ftp://push.example.com/1"],
    ["another port", "https://push.example.com:8443/1"],
    ["a user", "https://user@push.example.com/1"],
    ["a password", "https://:secret@push.example.com/1"],
    ["a fragment", "https://push.example.com/1#x"],
    ["an IPv4 address", "https://93.184.216.34/1"],
    ["an IPv4 address as one number", "https://2130706433/1"],
    ["an IPv4 address in hexadecimal", "https://0x7f.1/1"],
    ["an IPv4 address with a dot at the end", "https://127.0.0.1./1"],
    ["an IPv6 address", "https://[2606:2800:220:1::1]/1"],
    ["an IPv4 address inside of IPv6", "https://[::ffff:127.0.0.1]/1"],
    ["this machine", "https://localhost/1"],
    ["a name of this machine", "https://push.localhost/1"],
    ["this machine with a dot at the end", "https://localhost./1"],
    ["this machine with many of them", "https://push.localhost../1"],
    ["a name without a domain", "https://intranet/1"],
    ["a name of the local network", "https://printer.local/1"],
    ["a name of an internal network", "https://metadata.google.internal/1"],
    ["a name of a home", "https://nas.home.arpa/1"],
    ["a name of a firm's own network", "https://push.corp/1"],
    ["a name of Tor", "https://push.onion/1"],
    ["nothing that is a URL", "push.example.com"],
  ])("with %s is not", (_what, endpoint) => {
    expect(isEndpointAllowed(endpoint, [])).toBe(false);
  });

  test("of an origin that the operator names is allowed, and of no other by that", () => {
    const own = ["http://127.0.0.1:9000"];
    expect(isEndpointAllowed("http://127.0.0.1:9000/push/1", own)).toBe(true);
    for (const other of ["http://127.0.0.1:9001/1", "http://127.0.0.1/1", "http://user@127.0.0.1:9000/1"])
      expect(isEndpointAllowed(other, own)).toBe(false);
  });
});

describe("an address", () => {
  test.each(["93.184.216.34", "8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:2800:220:1:248:1893:25c8:1946"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0"],
    ...["100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"],
    ...["240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"],
    ...["fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1"],
    ...["2001::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "not an address", ""],
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("a connection to a stranger's endpoint", () => {
  const resolve = promisify(publicLookup);

  test.each([{}, { all: true }])("is not made to a name that leads to this machine: %o", async (options) => {
    await expect(resolve("localhost", options)).rejects.toThrow("public address");
  });

  test("fails at the address, when a public name leads to one that is not", async () => {
    // The resolver of Node itself, for the one name: what the sender makes of it is its own.
    const { lookup } = dns;
    const answer = [{ address: "127.0.0.1", family: 4 }];
    dns.lookup = ((_name: string, _options: object, callback: (...args: unknown[]) => void) =>
      callback(null, answer)) as typeof lookup;
    syncBuiltinESMExports();
    try {
      const outcome = await sendTo("https://push.example.com/1");
      expect(outcome).toMatchObject({ kind: "failed", failure: "the endpoint's address is not public" });
    } finally {
      dns.lookup = lookup;
      syncBuiltinESMExports();
    }
  });

  test("reaches nobody there", async () => {
    let reached = 0;
    const server = createServer((_request, response) => {
      reached += 1;
      response.end();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const outcome = await sendTo(`http://127.0.0.1:${port}/1`);
    expect(outcome).toEqual({ kind: "refused", failure: "the endpoint is not allowed" });
    expect(reached).toBe(0);
    server.close();
  });
});
