/** `mtoken push …`: the messages that wake phones, and the keys by which push services know this server. */
import { reportPush, rotatePushKey } from "@mtoken/server";
import type { Shell } from "./shell.ts";

/** How they fare. */
export async function printPush({ json = false }: { json?: boolean }, shell: Shell): Promise<void> {
  const report = await shell.open(reportPush);
  if (json) {
    shell.print(JSON.stringify(report));
    return;
  }
  shell.print(`sending   ${report.enabled ? "on" : "off"}`);
  shell.print(`key       ${report.key ?? "none"}`);
  shell.print(`phones    ${report.phones}`);
  shell.print(`waiting   ${report.waiting}`);
  for (const { failure, count } of report.givenUp) shell.print(`given up  ${count}: ${failure}`);
}

/** Adds a key and prints its public half. */
export async function rotatePush({ json = false }: { json?: boolean }, shell: Shell): Promise<void> {
  const key = await shell.open(rotatePushKey);
  shell.print(json ? JSON.stringify({ key }) : key);
}
