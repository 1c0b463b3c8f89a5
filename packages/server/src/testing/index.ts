/** What tests and measurements of other packages stand on: a clock to move, a PostgreSQL of one's own. */
export { recordAudit } from "../audit/record.ts";
export { saveComputer, setStanding } from "../computer/store.ts";
export { copyDevice, openedConsole } from "./console-people.ts";
export { type ArrivedMail, MailServer } from "./mail-server.ts";
export { MovableClock } from "./movable-clock.ts";
export { type ClusterOptions, type PostgresCluster, startCluster } from "./postgres-cluster.ts";
export { PushService } from "./push-service.ts";
export { makeScratchDirectory } from "./scratch-directory.ts";
export { copyTemplate, makeTemplate } from "./template.ts";
