/**
 * The vault: the device's record in its storage. Changes go one after the other and always start from what is
 * stored, so that a second window of the same app neither loses a counter nor revives an erased key.
 */
import { DeviceError } from "./errors.ts";
import type { VaultStorage } from "./ports.ts";
import type { ActivatedRecord, ActivatingRecord, DeviceKeys, VaultRecord } from "./vault-record.ts";
import { isVaultRecord } from "./vault-record.ts";

/** A record that still has its keys. */
export type LivingRecord = ActivatingRecord | ActivatedRecord;

/** The record of one device, over the storage that the app provides. */
export class Vault {
  readonly #storage: VaultStorage;
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: VaultStorage) {
    this.#storage = storage;
  }

  /** @throws {DeviceError} `storage_failed`, or `vault_damaged` when what is stored is no record of this version. */
  async read(): Promise<VaultRecord | undefined> {
    const record: unknown = await stored(() => this.#storage.read());
    if (record === undefined) return undefined;
    if (!isVaultRecord(record)) throw new DeviceError("vault_damaged");
    return record;
  }

  /**
   * The keys as they are stored.
   *
   * @throws {DeviceError} as {@link Vault.update}.
   */
  async keys(): Promise<DeviceKeys> {
    return living(await this.read()).keys;
  }

  /** Replaces the record, whatever it was. */
  async replace(record: VaultRecord): Promise<void> {
    await this.#inTurn(() => stored(() => this.#storage.write(record)));
  }

  /**
   * Changes the record, starting from what is stored now. A change that gives the same record back writes nothing: a write
   * waits for the disk.
   *
   * @throws {DeviceError} `blocked`, `deactivated` or `not_activated` when there is no key left to change.
   */
  update<R extends LivingRecord>(change: (record: LivingRecord) => R): Promise<R> {
    return this.#inTurn(async () => {
      const record = living(await this.read());
      const changed = change(record);
      if (changed !== record) await stored(() => this.#storage.write(changed));
      return changed;
    });
  }

  /**
   * Changes the keys of the record; as with {@link Vault.update}, the same keys given back are not written.
   *
   * @throws {DeviceError} as {@link Vault.update}.
   */
  async updateKeys(change: (keys: DeviceKeys) => DeviceKeys): Promise<DeviceKeys> {
    const { keys } = await this.update((record) => {
      const changed = change(record.keys);
      return changed === record.keys ? record : { ...record, keys: changed };
    });
    return keys;
  }

  /** Erases everything. */
  async clear(): Promise<void> {
    await this.#inTurn(() => stored(() => this.#storage.clear()));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const alone = () => this.#storage.exclusively?.(work) ?? work();
    const turn = this.#last.then(alone);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/**
 * The record with its keys.
 *
 * @throws {DeviceError} `blocked`, `deactivated` or `not_activated` when there is none.
 */
function living(record: VaultRecord | undefined): LivingRecord {
  if (record === undefined) throw new DeviceError("not_activated");
  if (record.kind === "ended") throw new DeviceError(record.reason);
  return record;
}

/**
 * The record of an activated device.
 *
 * @throws {DeviceError} as {@link living}, and `not_activated` while the activation is under way.
 */
export function activated(record: VaultRecord | undefined): ActivatedRecord {
  const alive = living(record);
  if (alive.kind !== "activated") throw new DeviceError("not_activated");
  return alive;
}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DeviceError) throw cause;
    throw new DeviceError("storage_failed", { cause });
  }
}
