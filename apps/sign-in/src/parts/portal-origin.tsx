/** The portal's origin as the server has it registered, as an address bar would show it. */

export function PortalOrigin({ origin }: { origin: string }) {
  return <span class="origin">{origin.replace(/^https:\/\//, "")}</span>;
}
