/** No page of the console without a picture, and so without a look at its widths, its colours and its languages (console-pages.browser.test.ts). */
import { expect, test } from "vitest";
import { consoleRoutes, routeOf } from "./console/routes-shown.ts";
import { consolePages } from "./gallery/console-pages.ts";

const routes = consoleRoutes();
/** Where nobody is signed in, and where there is nothing. */
const withoutRoute = ["/sign-in", "/nowhere"];

test("each page that the console has is pictured", () => {
  expect(routes.length).toBeGreaterThan(20);
  const pictured = new Set(consolePages.map((page) => routeOf(page, routes)));
  expect(routes.filter((route) => !pictured.has(route))).toEqual([]);
});

test("each address that is pictured is one of the console's", () => {
  const addresses = consolePages.filter((page) => routeOf(page, routes) === undefined);
  const paths = addresses.map(({ address }) => address.split("?")[0]);
  expect([...new Set(paths)].sort()).toEqual([...withoutRoute].sort());
});

test("no two pictures have one name", () => {
  const names = consolePages.map(({ name }) => name);
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});
