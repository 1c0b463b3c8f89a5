/**
 * Who asks, and from where: the name, and the origin that the server verified, large, whole, its host the strongest.
 * A false portal can copy everything but this line.
 */
export interface PortalProps {
  name: string;
  origin: string;
}

/** A long host breaks at its dots, so that no part of it looks like the whole. */
function labelsOf(host: string): string[] {
  return host.match(/[^.]*\.?/g)?.filter((label) => label !== "") ?? [host];
}

export function Portal({ name, origin }: PortalProps) {
  const { protocol, host } = new URL(origin);
  return (
    <div class="portal">
      <p class="name">
        <bdi>{name}</bdi>
      </p>
      <p class="origin" dir="ltr" data-origin={origin}>
        <span class="scheme">{`${protocol}//`}</span>
        <span class="host">
          {labelsOf(host).map((label, position) => (
            <span key={position} class="label">
              {label}
            </span>
          ))}
        </span>
      </p>
    </div>
  );
}
