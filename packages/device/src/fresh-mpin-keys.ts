/** Salt and parameters for an mPIN that was just chosen (docs/protocol.md §2): what this phone bears. */
import { randomBytes } from "@mtoken/protocol";
import { calibrate } from "./calibrate.ts";
import type { DeviceContext } from "./device-context.ts";
import type { MpinKeys } from "./vault-record.ts";

const defaultBudget = 1000;

export async function freshMpinKeys({ stretch, ports }: DeviceContext): Promise<MpinKeys> {
  const budget = ports.stretchBudget ?? defaultBudget;
  return { salt: randomBytes(16), argon2: await calibrate({ stretch, clock: ports.clock, budget }) };
}
