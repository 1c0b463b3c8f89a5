/** Which build this is: the page says so, since a script that knew would change its own hash. */

/** `x.y.z+` and a hash over all that was built. */
export function appVersion(page: Pick<Document, "querySelector"> = document): string {
  return page.querySelector('meta[name="version"]')?.getAttribute("content") ?? "";
}

/** What message 1 says of this app (docs/protocol.md §5). */
export function appName(): string {
  return `mtoken-phone/${appVersion()}`;
}
