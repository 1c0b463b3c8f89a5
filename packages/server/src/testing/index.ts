/** What tests and measurements stand on: servers on both engines, a clock to move, a PostgreSQL of one's own. */
export { MovableClock } from "./movable-clock.ts";
export { type ClusterOptions, type PostgresCluster, startCluster } from "./postgres-cluster.ts";
export {
  describeEachEngine,
  type EngineName,
  makeDatabase,
  openTestServer,
  type TestServer,
  useServer,
} from "./use-server.ts";
