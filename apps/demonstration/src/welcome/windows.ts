/**
 * The windows of the demonstration: the phone is a window of a phone's size at the right, the portal one of a
 * computer's at the left, so that both can be seen at once.
 */

const phoneSize = { width: 400, height: 820 };
const portalSize = { width: 1000, height: 820 };

/** A phone window that is still empty. It has to be opened in the click itself, before anything is waited for. */
export interface EmptyWindow {
  show(address: string): void;
  close(): void;
}

/** Undefined when the browser keeps it closed. */
export function openEmptyPhone(): EmptyWindow | undefined {
  const opened = openPhone("");
  if (opened === null) return undefined;
  return {
    show: (address) => opened.location.replace(address),
    close: () => opened.close(),
  };
}

/**
 * Null when the browser keeps it closed. A name would not bring the old window back: the phone's opener policy cuts it
 * off from this page, name and all, so that no page that opened the phone can reach into it.
 */
export function openPhone(address: string): Window | null {
  const left = window.screenX + window.outerWidth - phoneSize.width - 16;
  return open(address, "_blank", { ...phoneSize, left });
}

/** Null when the browser keeps it closed. The portal has one window, which comes to the front again until it signs in. */
export function openPortal(address: string): Window | null {
  const opened = open(address, "mtoken-portal", { ...portalSize, left: window.screenX + 16 });
  opened?.focus();
  return opened;
}

function open(
  address: string,
  name: string,
  size: { width: number; height: number; left: number },
): Window | null {
  const top = window.screenY + 16;
  const features = Object.entries({ ...size, top }).map(
    ([key, value]) => `${key}=${Math.max(0, Math.round(value))}`,
  );
  return window.open(address, name, ["popup", ...features].join(","));
}
