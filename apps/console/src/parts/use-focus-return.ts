/**
 * Gives the focus back to what opened a dialog. One that is drawn only while it is open is gone before Mantine would; and what was
 * pressed may have gone with what was done about it: then the page goes on from its beginning.
 */
import { useEffect, useState } from "react";

export function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const target = opener instanceof HTMLElement && opener.isConnected ? opener : undefined;
      (target ?? document.getElementById("content"))?.focus({ preventScroll: true });
    },
    [opener],
  );
}
