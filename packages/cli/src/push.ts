/** `mtoken push …`: the messages that wake phones, and the keys by which push services know this server. */
import { reportPush, rotatePushKey } from "@mtoken/server";
import type { Desk } from "./desk.ts";

/** How they fare. */
export async function printPush({ json = false }: { json?: boolean }, desk: Desk): Promise<void> {
  const report = await desk.open(reportPush);
  if (json) {
    desk.print(JSON.stringify(report));
    return;
  }
  desk.print(`sending   ${report.enabled ? "on" : "off"}`);
  desk.print(`key       ${report.key ?? "none"}`);
  desk.print(`phones    ${report.phones}`);
  desk.print(`waiting   ${report.waiting}`);
  for (const { failure, count } of report.givenUp) desk.print(`given up  ${count}: ${failure}`);
}

/** Adds a key and prints its public half. */
export async function rotatePush({ json = false }: { json?: boolean }, desk: Desk): Promise<void> {
  const key = await desk.open(rotatePushKey);
  desk.print(json ? JSON.stringify({ key }) : key);
}
