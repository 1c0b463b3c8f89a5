/**
 * The same Argon2id with the same parameters as the phone's, by OpenSSL instead of WebAssembly: half the CPU for each mPIN, and another thread's.
 * For stories about servers, whose phones run in the test's own process; `packages/device/src/stretch.test.ts` holds the two against each other,
 * and browsers and the command line take the phone's.
 */
import { argon2 } from "node:crypto";
import { promisify } from "node:util";
import type { Stretch } from "@mtoken/device/stretch";

const tagLength = 32;
const hash = promisify(argon2);

export const nativeStretch: Stretch = async ({
  mpin,
  salt,
  argon2: { m: memory, t: passes, p: parallelism },
}) =>
  new Uint8Array(
    await hash("argon2id", { message: mpin, nonce: salt, memory, passes, parallelism, tagLength }),
  );
