/**
 * Behind a proxy that ends TLS, plain HTTP is for that proxy alone (and this machine): whoever else reaches the port would
 * speak without TLS, and could claim any address for itself.
 */
import { BlockList, isIPv6 } from "node:net";
import { ProtocolError } from "@mtoken/protocol";
import type { App } from "./app.ts";

export function requireProxy(app: App, trusted: readonly string[]): void {
  const list = listOf([...trusted, "127.0.0.0/8", "::1"]);
  app.addHook("onRequest", async (request) => {
    if (!includes(list, request.socket.remoteAddress ?? "")) throw new ProtocolError("not_allowed");
  });
}

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of addresses) {
    const [address = "", length] = text.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (length === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(length), family);
  }
  return list;
}

function includes(list: BlockList, address: string): boolean {
  // A socket that listens on both families shows IPv4 peers like this.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return list.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
}
