/**
 * Guesses at mPINs while the server is being killed. A phone's owner comes in between with the right one; the third
 * time he doesn't, and the phone is blocked. Every answer, and what is on record after a kill, goes into a ledger.
 */
import { type Device, isDeviceError, MemoryVault } from "@mtoken/device";
import type { DeviceId } from "@mtoken/protocol";
import type { Job } from "./jobs.ts";
import { mpin, wrongMpin } from "./jobs.ts";
import type { DeviceOnRecord } from "./left-behind.ts";
import { TriesLedger } from "./tries-ledger.ts";

/** How often the owner comes before the block. */
const rightOnes = 2;

/** A phone that was activated, with its storage. */
export interface HeldPhone {
  id: DeviceId;
  phone: Device;
  storage: MemoryVault;
}

interface Victim extends HeldPhone {
  ledger: TriesLedger;
  rights: number;
}

/** Phone after phone, each guessed at until it is blocked. */
export class Guessing {
  readonly #victims: Victim[];
  wrongTries = 0;
  blocked = 0;

  constructor(phones: readonly HeldPhone[]) {
    this.#victims = phones.map((held) => ({ ...held, ledger: new TriesLedger(), rights: 0 }));
  }

  readonly step: Job = async () => {
    const [victim] = this.#victims;
    if (victim === undefined) return "done";
    const isOwner = victim.ledger.isLow && victim.rights < rightOnes;
    try {
      await (isOwner ? typeRight(victim) : this.#typeWrong(victim));
    } catch (error) {
      if (!isDeviceError(error, "blocked")) throw error;
      this.#bury(victim, { withWrong: !isOwner });
    }
    return undefined;
  };

  /** What is on record while no server runs. */
  found(devices: ReadonlyMap<DeviceId, DeviceOnRecord>): void {
    for (const { id, ledger } of this.#victims) {
      const device = devices.get(id);
      if (device === undefined) throw new Error("A device is gone from the database.");
      ledger.found(device);
    }
  }

  async #typeWrong({ phone, ledger }: Victim): Promise<void> {
    try {
      await phone.unlock(wrongMpin);
    } catch (error) {
      if (isDeviceError(error, "blocked")) throw error;
      if (!isDeviceError(error, "wrong_mpin") || error.triesLeft === undefined) {
        ledger.wrongUnanswered();
        throw error;
      }
      this.wrongTries += 1;
      ledger.wrong(error.triesLeft);
      return;
    }
    throw new Error("A wrong mPIN opened a session.");
  }

  #bury({ ledger }: Victim, attempt: { withWrong: boolean }): void {
    if (!ledger.mayBeBlocked(attempt)) throw new Error("A phone was blocked that had tries left.");
    this.blocked += 1;
    this.#victims.shift();
  }
}

async function typeRight(victim: Victim): Promise<void> {
  try {
    await victim.phone.unlock(mpin);
  } catch (error) {
    if (!isDeviceError(error, "blocked")) victim.ledger.rightUnanswered();
    throw error;
  }
  victim.rights += 1;
  victim.ledger.right();
}

/** The same phone in other hands: what its storage held a moment ago. */
export async function copyOf({ storage }: HeldPhone): Promise<MemoryVault> {
  const record = await storage.read();
  if (record === undefined) throw new TypeError("there is no phone to copy");
  const copy = new MemoryVault();
  await copy.write(record);
  return copy;
}
