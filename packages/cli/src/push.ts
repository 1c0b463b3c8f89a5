/** `mtoken push …`: the messages that wake phones, and the keys by which push services know this server. */
import { reportPush, rotatePushKey } from "@mtoken/server";
import { withContext } from "./with-context.ts";

/** How they fare. */
export async function printPush({ json = false }: { json?: boolean }): Promise<void> {
  const report = await withContext(reportPush);
  if (json) {
    console.log(JSON.stringify(report));
    return;
  }
  console.log(`sending   ${report.enabled ? "on" : "off"}`);
  console.log(`key       ${report.key ?? "none"}`);
  console.log(`phones    ${report.phones}`);
  console.log(`waiting   ${report.waiting}`);
  for (const { failure, count } of report.givenUp) console.log(`given up  ${count}: ${failure}`);
}

/** Adds a key and prints its public half. */
export async function rotatePush({ json = false }: { json?: boolean }): Promise<void> {
  const key = await withContext(rotatePushKey);
  console.log(json ? JSON.stringify({ key }) : key);
}
