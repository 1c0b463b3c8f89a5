import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratchDirectory } from "../testing/scratch-directory.ts";
import { useServer } from "../testing/use-server.ts";
import { FolderCodeChannel, sendCode } from "./code-channel.ts";
import { createCompany } from "./companies.ts";
import { inviteUser } from "./invite-user.ts";
import { createUser } from "./users.ts";

const server = useServer("pglite");

test("a code goes another way than its link, and without it", async () => {
  const { context } = server;
  const company = await createCompany(context, { name: "Northern Mills" });
  const user = await createUser(context, { company, name: "Ada Berg", role: "user", language: "nl" });
  const folder = makeScratchDirectory("mtoken-codes-");
  const { activation, code, link, expiresAt } = await inviteUser(context, { user });
  await sendCode(context, new FolderCodeChannel(folder), { activation, user, code, expiresAt });
  expect(readdirSync(folder)).toEqual([`${activation}.json`]);
  const file = join(folder, `${activation}.json`);
  const written = readFileSync(file, "utf8");
  expect(JSON.parse(written)).toEqual({
    ...{ activation, user, code, name: "Ada Berg", company: "Northern Mills", language: "nl" },
    expiresAt: expiresAt.toISOString(),
  });
  expect(written).not.toContain(link.split("#")[1]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
