/**
 * What tests of other packages and measurements stand on: a clock to move, a PostgreSQL of one's own. Nothing here needs
 * vitest, so that a measurement runs without it; use-server.ts, which does, is for this package's own tests.
 */
export { MovableClock } from "./movable-clock.ts";
export { type ClusterOptions, type PostgresCluster, startCluster } from "./postgres-cluster.ts";
