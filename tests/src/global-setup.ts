/** Once per vitest run: a migrated PGlite, for every test that is about no first start (`useTemplate`). */
import { makeTemplate } from "@mtoken/server/testing";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    mtokenTemplate: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const { directory, remove } = await makeTemplate();
  project.provide("mtokenTemplate", directory);
  return remove;
}
