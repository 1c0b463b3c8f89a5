/**
 * Under which name an address is counted. Whoever has one IPv6 address has its /64, 2^64 of them, so all of these are
 * one caller; and an IPv4 address that a socket of both families shows as IPv6 is the same caller as without that.
 */
import { isIP, isIPv4, isIPv6 } from "node:net";

/** @example addressKey("2001:db8::1") === "2001:db8:0:0::/64"; addressKey("::ffff:192.0.2.1") === "192.0.2.1" */
export function addressKey(address: string): string {
  const host = withoutPort(address);
  const [plain = ""] = host.split("%", 1);
  if (!isIPv6(plain)) return host;
  const groups = groupsOf(plain);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return dotted(groups.slice(6));
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/**
 * Some proxies write the port into X-Forwarded-For, `192.0.2.1:1234` or `[2001:db8::1]:1234`: each connection has one of its
 * own, and would have a count of its own.
 */
function withoutPort(address: string): string {
  const [, host] = /^([^:[\]]+):\d+$/.exec(address) ?? /^\[([^[\]]+)\](?::\d+)?$/.exec(address) ?? [];
  return host !== undefined && isIP(host) !== 0 ? host : address;
}

/** The eight groups of 16 bits (RFC 4291 §2.2). */
function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const first = readGroups(head);
  if (tail === undefined) return first;
  const last = readGroups(tail);
  return [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function readGroups(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((part) => {
    if (!isIPv4(part)) return [Number.parseInt(part, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function dotted(groups: number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join(".");
}
