/** Light, dark, or as the computer has it: for Mantine's parts and for the tokens, and kept in this browser. */
import { isMantineColorScheme, type MantineColorSchemeManager } from "@mantine/core";

const place = "mtoken-appearance";

function apply(scheme: string): void {
  const root = document.documentElement;
  if (scheme === "light" || scheme === "dark") root.dataset["appearance"] = scheme;
  else delete root.dataset["appearance"];
}

export const appearances: MantineColorSchemeManager = {
  get(usual) {
    const kept = read();
    const scheme = isMantineColorScheme(kept) ? kept : usual;
    apply(scheme);
    return scheme;
  },
  set(scheme) {
    apply(scheme);
    keep(scheme);
  },
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear() {
    apply("auto");
    keep(undefined);
  },
};

function read(): unknown {
  try {
    return localStorage.getItem(place);
  } catch {
    return undefined;
  }
}

function keep(scheme: string | undefined): void {
  try {
    if (scheme === undefined || scheme === "auto") localStorage.removeItem(place);
    else localStorage.setItem(place, scheme);
  } catch {
    // It lasts as long as the page.
  }
}
