/**
 * The page's IndexedDB, bound to the sign-in origin: the computer key, and which request each visit began last. It is
 * opened anew for each access: browsers close it behind a page that slept.
 */
import { PageError } from "../state/problem.ts";

export type StoreName = "keys" | "visits";

const stores: readonly StoreName[] = ["keys", "visits"];

/** Does work in one transaction, and gives what its last request found, once that is on disk. */
export async function inStore<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  try {
    const database = await openDatabase();
    try {
      return await run(database.transaction(name, mode), (transaction) =>
        work(transaction.objectStore(name)),
      );
    } finally {
      database.close();
    }
  } catch (cause) {
    // Private windows of some browsers, a full disk, cookies forbidden: the page can't tell them apart.
    throw new PageError("storage", { cause });
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("mtoken-sign-in", 1);
    opening.onupgradeneeded = () => {
      for (const name of stores) opening.result.createObjectStore(name);
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("another window holds an older version of the database"));
  });
}

function run<T>(
  transaction: IDBTransaction,
  work: (transaction: IDBTransaction) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = work(transaction);
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
