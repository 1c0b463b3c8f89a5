/** Which build this is: the page says so, since a script that knew would change its own hash. */

/** `x.y.z+` and a hash over all that was built. */
export function appVersion(page: Pick<Document, "querySelector"> = document): string {
  return page.querySelector('meta[name="version"]')?.getAttribute("content") ?? "";
}
