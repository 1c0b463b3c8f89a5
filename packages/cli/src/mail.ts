/** `mtoken mail …`: the mails that users are told by. */
import { reportMail } from "@mtoken/server";
import type { Shell } from "./shell.ts";

/** How they fare. */
export async function printMail({ json = false }: { json?: boolean }, shell: Shell): Promise<void> {
  const report = await shell.open(reportMail);
  if (json) {
    shell.print(JSON.stringify(report));
    return;
  }
  const { server, waiting, oldest, failing, givenUp } = report;
  const spoken = { tls: "TLS", starttls: "STARTTLS", none: "unencrypted, on this machine" };
  const by = server === null ? "off" : `${server.host} port ${server.port}, ${spoken[server.security]}`;
  shell.print(`sending   ${by}`);
  shell.print(`waiting   ${waiting}${oldest === null ? "" : `, the oldest since ${oldest.toISOString()}`}`);
  for (const { failure, count } of failing) shell.print(`failing   ${count}: ${failure}`);
  for (const { failure, count } of givenUp) shell.print(`given up  ${count}: ${failure}`);
}
