/** The console's addresses, as its own list of routes has them, held against the pages that are pictured and looked through. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConsolePage } from "../gallery/console-pages.ts";

const routes = join(import.meta.dirname, "../../../apps/console/src/routes.tsx");

/** Such as `/users/:user`. */
export function consoleRoutes(): string[] {
  const paths = [...readFileSync(routes, "utf8").matchAll(/^ {4}path: "([^"]+)",$/gm)];
  return paths.flatMap(([, path]) => path ?? []);
}

/** The route that a page's address is of; undefined where there is none. */
export function routeOf(
  { address }: ConsolePage,
  of: readonly string[] = consoleRoutes(),
): string | undefined {
  const [path = ""] = address.split("?");
  return of.find((route) => shapeOf(route) === shapeOf(path));
}

/** What stands for an id is one, whatever it is called. */
function shapeOf(path: string): string {
  return path.replaceAll(/:\w+|\{\w+\}/g, "*");
}
