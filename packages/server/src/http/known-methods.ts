/** Which methods an address answers to, so that a wrong one is told from a wrong address (RFC 9110 §15.5.6). */
import type { App } from "./app.ts";

export interface KnownMethods {
  /** The methods of the routes that match; empty when none does. */
  of(address: string): string[];
}

export function watchMethods(app: App): KnownMethods {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook("onRoute", ({ url, method }) => {
    const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const name of [method].flat()) entry.methods.add(name);
    known.set(url, entry);
  });
  return {
    of(address) {
      const [path = ""] = address.split("?");
      const matching = [...known.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))];
    },
  };
}

function patternOf(url: string): RegExp {
  const parts = url.split("/").map((part) => {
    if (part.startsWith(":")) return "[^/]+";
    if (part === "*") return ".*";
    return part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("/")}$`);
}
