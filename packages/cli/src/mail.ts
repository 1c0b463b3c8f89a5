/** `mtoken mail …`: the mails that users are told by. */
import { reportMail } from "@mtoken/server";
import type { Desk } from "./desk.ts";

/** How they fare. */
export async function printMail({ json = false }: { json?: boolean }, desk: Desk): Promise<void> {
  const report = await desk.open(reportMail);
  if (json) {
    desk.print(JSON.stringify(report));
    return;
  }
  const { server, waiting, oldest, failing, givenUp } = report;
  const spoken = { tls: "TLS", starttls: "STARTTLS", none: "unencrypted, on this machine" };
  const by = server === null ? "off" : `${server.host} port ${server.port}, ${spoken[server.security]}`;
  desk.print(`sending   ${by}`);
  desk.print(`waiting   ${waiting}${oldest === null ? "" : `, the oldest since ${oldest.toISOString()}`}`);
  for (const { failure, count } of failing) desk.print(`failing   ${count}: ${failure}`);
  for (const { failure, count } of givenUp) desk.print(`given up  ${count}: ${failure}`);
}
