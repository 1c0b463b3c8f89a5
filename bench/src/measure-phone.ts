/** The phone app's figures, by a program of their own: browsers and cameras belong to the tests. */
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { PhoneResult } from "./result.ts";
import { readPhoneResult } from "./result.ts";

const program = resolve(import.meta.dirname, "../../tests/src/speed/measure-phone.ts");

export async function measurePhone({ quick }: { quick: boolean }): Promise<PhoneResult> {
  const words = [...process.execArgv, program, ...(quick ? ["--quick"] : [])];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return readPhoneResult(stdout);
}
