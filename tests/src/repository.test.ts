/** What the repository promises about its own dependencies: exact, from no named host, each with a reason. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { permissionsPage } from "../../scripts/permissions-page.ts";

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const root = dirname(dirname(import.meta.dirname));
const manifests = globSync(["package.json", "{packages,apps}/*/package.json", "{tests,bench}/package.json"], {
  cwd: root,
});
const dependencies = manifests.flatMap((path) => {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
});

describe("dependencies", () => {
  test("are pinned to one exact version, the same wherever they are used", () => {
    const versions = new Map<string, Set<string>>();
    for (const [name, version] of dependencies) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
    expect([...versions].filter(([, used]) => used.size > 1)).toEqual([]);
  });

  test("each have their reason in docs/dependencies.md", () => {
    const reasons = readFileSync(join(root, "docs/dependencies.md"), "utf8");
    const others = new Set(dependencies.map(([name]) => name).filter((name) => !name.startsWith("@mtoken/")));
    expect([...others].filter((name) => !reasons.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test("are locked without the address of the registry that they came from", () => {
    const lock = readFileSync(join(root, "package-lock.json"), "utf8");
    expect(lock).not.toMatch(/"resolved": "\w+:/);
  });
});

test("docs/permissions.md is what the table of permissions says: npm run permissions", () => {
  expect(readFileSync(join(root, "docs/permissions.md"), "utf8")).toBe(permissionsPage());
});
