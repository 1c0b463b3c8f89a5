/** How much a sign-in with a password costs where it is well made: the peer that the budget names, on the same PostgreSQL. */
import { clusterCpu, postmasterOf } from "./cluster-cpu.ts";
import { MeasuredProcess } from "./measured-process.ts";
import type { PeerCalls } from "./peer-calls.ts";
import { peerUser } from "./peer-calls.ts";
import type { BenchResult } from "./result.ts";

export interface PeerSize {
  peerSignIns: number;
  peerWarmUp: number;
  sideBySide: number;
}

export async function measurePeer(databaseUrl: string, size: PeerSize): Promise<BenchResult["peer"]> {
  const peer = new MeasuredProcess<PeerCalls>(new URL("./peer-process.ts", import.meta.url));
  try {
    const { address, version } = await peer.call("start", { databaseUrl, users: size.sideBySide });
    const postmaster = postmasterOf(databaseUrl);
    await signInAll(address, size.sideBySide, size.peerWarmUp);
    const before = { server: await peer.call("cpu"), database: clusterCpu(postmaster) };
    const startedAt = performance.now();
    await signInAll(address, size.sideBySide, size.peerSignIns);
    const seconds = (performance.now() - startedAt) / 1000;
    const server = ((await peer.call("cpu")) - before.server) / size.peerSignIns;
    const database = (clusterCpu(postmaster) - before.database) / size.peerSignIns;
    return {
      ...{ name: "better-auth", version, signIns: size.peerSignIns },
      perSecond: size.peerSignIns / seconds,
      perSecondAndCore: 1000 / (server + database),
      cpu: { server, database, total: server + database },
    };
  } finally {
    await peer.stop();
  }
}

async function signInAll(address: string, sideBySide: number, count: number): Promise<void> {
  let left = count;
  const drive = async (index: number) => {
    while (left > 0) {
      left -= 1;
      await signIn(address, index);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, (_, index) => drive(index)));
}

async function signIn(address: string, index: number): Promise<void> {
  const { email, password } = peerUser(index);
  const response = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ email, password }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The peer answered ${response.status}: ${answer}`);
}
