import { describe, expect, it } from "vitest";
import { readEntry, takeEntry } from "./read-entry.ts";

const origin = "https://app.example.com";
const link = `${origin}/a#0123456789abcdefghjkmnpqrs.0123456789abcdefghjkmnpqrs`;

/** As much of a window as has an address. */
function pageAt(address: string) {
  const { href, pathname, hash } = new URL(address);
  const replaced: (string | URL | null | undefined)[] = [];
  const history = {
    replaceState: (_data: unknown, _title: string, to?: string | URL | null) => void replaced.push(to),
  };
  const page = { location: { href, pathname, hash }, history } as unknown as Window;
  return { page, replaced };
}

describe("the address that opened the app", () => {
  it("asks for an activation when it has a fragment under /a", () => {
    expect(readEntry(link)).toEqual({ kind: "invitation", text: link });
  });

  it("asks for a request when it has a fragment under /r", () => {
    expect(readEntry(`${origin}/r#abc.def`)).toEqual({ kind: "link", text: `${origin}/r#abc.def` });
  });

  it("asks for the scanner when the home screen's shortcut does", () => {
    expect(readEntry(`${origin}/#scan`)).toEqual({ kind: "shortcut" });
    expect(readEntry(`${origin}/#other`)).toEqual({ kind: "none" });
  });

  it("asks for the scanner under /S/, and brings nothing that could be claimed", () => {
    expect(readEntry(`${origin}/S/ABC`)).toEqual({ kind: "scanned" });
    expect(readEntry(`${origin}/s/abc`)).toEqual({ kind: "scanned" });
  });

  it.each(["/", "/a", "/r", "/S/", "/#fragment", "/assets/x.js"])("asks for nothing at %s", (path) => {
    expect(readEntry(origin + path)).toEqual({ kind: "none" });
  });

  it("is removed from the address bar once it was read", () => {
    const { page, replaced } = pageAt(link);
    expect(takeEntry(page)).toEqual({ kind: "invitation", text: link });
    expect(replaced).toEqual(["/"]);
  });

  it("is removed even when it asks for nothing that the app knows", () => {
    const { page, replaced } = pageAt(`${origin}/#secret`);
    takeEntry(page);
    expect(replaced).toEqual(["/"]);
  });

  it("stays as it is when it is the app's own", () => {
    const { page, replaced } = pageAt(`${origin}/`);
    takeEntry(page);
    expect(replaced).toEqual([]);
  });
});
