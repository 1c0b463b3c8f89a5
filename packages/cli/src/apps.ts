/** `mtoken app …`: which versions of the app phones use, and which of them the server takes no more (M13). */
import { appNameSchema } from "@mtoken/protocol";
import { allowApp, type ListedApp, listApps, withdrawApp } from "@mtoken/server";
import { commandLine } from "./command-line.ts";
import { readArgument } from "./read-argument.ts";
import type { Shell } from "./shell.ts";

const what = "an app and its version, as in mtoken-phone/1.4.0+5f0c2a91be77 (mtoken app list shows them)";
const by = commandLine.kind;

/** Lists what live devices used last, and what is withdrawn. */
export async function printApps({ json = false }: { json?: boolean }, shell: Shell): Promise<void> {
  const apps = await shell.open(listApps);
  if (json) shell.print(JSON.stringify(apps));
  else for (const app of apps) shell.print(describeApp(app));
}

/** Refuses a version from now on. */
export async function withdraw(text: string, { reason }: { reason: string }, shell: Shell): Promise<void> {
  const app = readArgument(appNameSchema, text, what);
  const { ended } = await shell.open((context) => withdrawApp(context, { app, reason, by }));
  shell.print(`${app} is withdrawn, and ${ended} of its sessions have ended: phones that have it update.`);
}

/** Takes a withdrawal back. */
export async function allow(text: string, shell: Shell): Promise<void> {
  const app = readArgument(appNameSchema, text, what);
  await shell.open((context) => allowApp(context, { app, by }));
  shell.print(`${app} is allowed again.`);
}

function describeApp({ app, devices, withdrawn }: ListedApp): string {
  const used = `${app}  ${devices} ${devices === 1 ? "device" : "devices"}`;
  return withdrawn === undefined ? used : `${used}  withdrawn ${withdrawn.at}: ${withdrawn.reason}`;
}
