/**
 * Where push messages may go. A phone names the address that this server sends to, so whoever has a phone could have it knock
 * at doors behind the operator's firewall (server-side request forgery): only public addresses of named hosts by
 * HTTPS, unless the operator names an origin himself, such as a push service of his own.
 */
import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Whether a subscription with this endpoint is taken. What its name leads to is asked at each connection (`publicLookup`). */
export function isEndpointAllowed(endpoint: string, allowedOrigins: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return false;
  if (allowedOrigins.includes(url.origin)) return true;
  // The default port alone: others are where a firm's own services listen.
  return url.protocol === "https:" && url.port === "" && isPublicName(url.hostname);
}

/** A name of the public DNS. URL's parser has already brought every spelling of an IPv4 address into its usual form. */
function isPublicName(hostname: string): boolean {
  const name = hostname.replace(/\.+$/, "");
  if (name.startsWith("[") || isIP(name) !== 0 || !name.includes(".")) return false;
  return !localDomains.some((domain) => name.endsWith(domain));
}

/** RFC 6761, 6762, 7686, 8375, ICANN's reservation of `internal`, and what networks of homes and firms call themselves (RFC 6762 appendix G). */
const localDomains = [
  ...[".localhost", ".local", ".internal", ".home.arpa", ".test", ".invalid", ".onion"],
  ...[".lan", ".home", ".corp", ".localdomain", ".private", ".intranet"],
];

/** For connections to endpoints of strangers: resolves a name, and fails where any of its addresses is not public. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, []);
    const addresses: LookupAddress[] = found;
    const [first] = addresses;
    // All of them: which one is taken is not ours to say, and the address checked is the one connected to.
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new ForbiddenAddress(), []);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress";

  constructor() {
    super("A push endpoint's name does not lead to a public address.");
  }
}

/** Whether an address is one of the public Internet (IANA's registries of special-purpose addresses, RFC 6890). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  // Of IPv6 the global unicast range alone; what maps or translates IPv4 lies outside of it, or is listed.
  return family === 6 && global.check(address, "ipv6") && !special.check(address, "ipv6");
}

const special = blockList([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  ...["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"],
]);
const global = blockList(["2000::/3"]);

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", length] = network.split("/");
    list.addSubnet(address, Number(length), isIP(address) === 4 ? "ipv4" : "ipv6");
  }
  return list;
}
