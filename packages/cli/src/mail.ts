/** `mtoken mail …`: the mails that users are told by. */
import { reportMail } from "@mtoken/server";
import { withContext } from "./with-context.ts";

/** How they fare. */
export async function printMail({ json = false }: { json?: boolean }): Promise<void> {
  const report = await withContext(reportMail);
  if (json) {
    console.log(JSON.stringify(report));
    return;
  }
  const { server, waiting, oldest, failing, givenUp } = report;
  const spoken = { tls: "TLS", starttls: "STARTTLS", none: "unencrypted, on this machine" };
  const by = server === null ? "off" : `${server.host} port ${server.port}, ${spoken[server.security]}`;
  console.log(`sending   ${by}`);
  console.log(`waiting   ${waiting}${oldest === null ? "" : `, the oldest since ${oldest.toISOString()}`}`);
  for (const { failure, count } of failing) console.log(`failing   ${count}: ${failure}`);
  for (const { failure, count } of givenUp) console.log(`given up  ${count}: ${failure}`);
}
