/**
 * What no server of this protocol can save: its cryptography and its durable writes, each measured as barely as this
 * machine can do it, in the server's own process and on its own database. Their sum is the limit that a complete
 * sign-in is held against. Reading, HTTP, JSON and everything else counts as ours to save.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { computeVerifier, padToGroup, srpGroup } from "@mtoken/protocol";
import type { Context } from "@mtoken/server";

import { openBareDatabase } from "./bare-database.ts";
import { clusterCpu } from "./cluster-cpu.ts";
import type { Primitive } from "./result.ts";

export interface PrimitivesOptions {
  /** How much CPU to spend on each: more gives steadier figures. */
  atLeastMilliseconds: number;
  /** PostgreSQL's first process, whose CPU counts too. */
  postmaster?: number;
}

export interface Work {
  name: string;
  perSignIn: number;
  once(): unknown;
}

/** As many as the server's own connections; the threads of SRP are fewer. */
const sideBySide = 8;

export async function measurePrimitives(context: Context, options: PrimitivesOptions): Promise<Primitive[]> {
  const measured: Primitive[] = [];
  const database = await openBareDatabase(context);
  try {
    const works = [...srpWork(context), ...signatureWork(context), ...sealedWork(), ...database.work()];
    for (const work of works) measured.push(await measure(work, options));
  } finally {
    await database.close();
  }
  return measured;
}

async function measure(
  work: Work,
  { atLeastMilliseconds, postmaster }: PrimitivesOptions,
): Promise<Primitive> {
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (postmaster === undefined ? 0 : clusterCpu(postmaster));
  };
  await repeat(work, 2 * sideBySide);
  let rounds = 0;
  const startedAt = cpu();
  let spent = 0;
  for (let batch = 2 * sideBySide; spent < atLeastMilliseconds; batch *= 2) {
    await repeat(work, batch);
    rounds += batch;
    spent = cpu() - startedAt;
  }
  return { name: work.name, perSignIn: work.perSignIn, milliseconds: spent / rounds };
}

async function repeat({ once }: Work, rounds: number): Promise<void> {
  let left = rounds;
  const worker = async () => {
    for (; left > 0; left -= 1) await once();
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
}

/** The server's side of a handshake, through its own pool of threads. */
function srpWork({ config, modexp }: Context): Work[] {
  const group = srpGroup(config.srpBits);
  const verifier = padToGroup(
    group,
    computeVerifier({ group, x: BigInt(`0x${randomBytes(64).toString("hex")}`) }),
  );
  const A = padToGroup(group, computeVerifier({ group, x: BigInt(`0x${randomBytes(32).toString("hex")}`) }));
  const u = Uint8Array.from(randomBytes(64));
  const b = Uint8Array.from(randomBytes(32));
  return [
    { name: "SRP: b and B", perSignIn: 1, once: () => modexp.serverPublic(verifier) },
    { name: "SRP: S", perSignIn: 1, once: () => modexp.serverSecret({ A, u, verifier, b }) },
  ];
}

/** Signed: message 2, envelope, receipt. Verified: messages 1 and 3, approval, the computer's two proofs. */
function signatureWork({ config }: Context): Work[] {
  const { publicKey, privateKey } = generateKeyPairSync("rsa-pss", {
    modulusLength: config.rsaBits,
    ...{ hashAlgorithm: "sha512", mgf1HashAlgorithm: "sha512" },
    // A number (Node's documentation and Node itself say so), which the types take for a text.
    saltLength: 64 as unknown as string,
  });
  const message = randomBytes(1000);
  const signature = sign("sha512", message, privateKey);
  return [
    {
      name: "RSA signature",
      perSignIn: 3,
      once: () => sign("sha512", message, privateKey),
    },
    {
      name: "RSA verification",
      perSignIn: 5,
      once: () => verify("sha512", message, publicKey, signature),
    },
  ];
}

/** Message 4 and two answers sealed, two calls opened. */
function sealedWork(): Work[] {
  // As key objects: for bytes, Node makes and swallows an exception at each use.
  const key = createSecretKey(randomBytes(32));
  const macKey = createSecretKey(randomBytes(32));
  const iv = randomBytes(16);
  const plaintext = randomBytes(1500);
  const mac = (data: Buffer) => createHmac("sha512", macKey).update(data).digest();
  const seal = () => {
    const cipher = createCipheriv("aes-256-cbc", key, iv);
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return { sealed, tag: mac(sealed) };
  };
  const { sealed } = seal();
  const open = () => {
    mac(sealed);
    const decipher = createDecipheriv("aes-256-cbc", key, iv);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  };
  return [
    { name: "message sealed", perSignIn: 3, once: seal },
    { name: "message opened", perSignIn: 2, once: open },
  ];
}
