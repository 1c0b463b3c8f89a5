/** The portal's origin as the server has it registered, as an address bar would show it. */

export function PortalOrigin({ origin }: { origin: string }) {
  return (
    <bdi class="origin" dir="ltr">
      {origin.replace(/^https:\/\//, "")}
    </bdi>
  );
}
