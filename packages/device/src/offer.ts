/**
 * The first step of an activation (docs/protocol.md §4): the link, and the offer that it leads to. A forged link with
 * an attacker's activation key would give away a proof that the registration code can be searched from, so only the
 * own server's origin counts, and only an activation key that the pinned identity key has signed [F].
 */
import type { ActivationLink, Offer } from "@mtoken/protocol";
import { offerSchema, parseActivationLink } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";

/** An offer, and the token that says it: the activation message names its hash. */
export interface SignedOffer {
  token: string;
  offer: Offer;
}

/**
 * Reads an activation link, scanned or pasted.
 *
 * @throws {DeviceError} `unreadable_code`, or `wrong_server` for the link of another server.
 */
export function readLink(context: Pick<DeviceContext, "connection">, text: string): ActivationLink {
  const link = parseActivationLink(text);
  if (link === undefined) throw new DeviceError("unreadable_code");
  requireOwnServer(context, link);
  return link;
}

/**
 * Fetches the offer of a link and verifies it.
 *
 * @throws {DeviceError} `wrong_server`, `untrusted_answer`, `activation_closed`, `offline`, and what the server says.
 */
export async function fetchOffer(context: DeviceContext, link: ActivationLink): Promise<SignedOffer> {
  requireOwnServer(context, link);
  const token = await context.connection.get(`/v1/activations/${link.activation}`);
  const offer = await context.identity.verify({ token, typ: "mtoken-offer+jws", schema: offerSchema });
  if (offer.activation !== link.activation) throw new DeviceError("untrusted_answer");
  if (context.time.isOver(offer.exp)) throw new DeviceError("activation_closed");
  return { token, offer };
}

function requireOwnServer({ connection }: Pick<DeviceContext, "connection">, link: ActivationLink): void {
  if (link.origin !== connection.origin) throw new DeviceError("wrong_server");
}
