/**
 * The vault of a browser: one record in IndexedDB, the keys in it as CryptoKeys that can't be exported
 * (docs/protocol.md §3). Asking the browser to keep the storage (`navigator.storage.persist`) is the app's part.
 */
import type { VaultStorage } from "./ports.ts";
import type { VaultRecord } from "./vault-record.ts";

/** What {@link indexedDbVault} takes. */
export interface IndexedDbVaultOptions {
  /** The database's name; `mtoken` by default. */
  name?: string;
  factory?: IDBFactory;
}

const storeName = "vault";
const recordKey = "device";

/**
 * A {@link VaultStorage} in IndexedDB. Each access opens the database anew: browsers close it behind a page that
 * slept.
 *
 * @example
 * const device = await Device.open({ storage: indexedDbVault(), … });
 */
export function indexedDbVault({
  name = "mtoken",
  factory = indexedDB,
}: IndexedDbVaultOptions = {}): VaultStorage {
  async function access<T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const database = await openDatabase(factory, name);
    try {
      return await run(database, mode, work);
    } finally {
      database.close();
    }
  }

  return {
    read: () => access<VaultRecord | undefined>("readonly", (store) => store.get(recordKey)),
    write: async (record) => {
      await access("readwrite", (store) => store.put(record, recordKey));
    },
    clear: () => access<undefined>("readwrite", (store) => store.clear()),
    exclusively: (work) => navigator.locks.request(`${name}-vault`, work),
  };
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("another window holds an older version of the vault"));
  });
}

/** Resolves when the transaction is complete, and on disk: the counter has to outlive a crash before it is sent. */
function run<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(storeName, mode, { durability: "strict" });
    const request = work(transaction.objectStore(storeName));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
