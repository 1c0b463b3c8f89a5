/**
 * Which request this browser began last in each visit: redeeming names it, and a page that was reloaded, or a second
 * tab, must still know. Request ids are no secret; the cookie and the computer key are what counts.
 */
import type { InteractionId, RequestId } from "@mtoken/protocol";
import { inStore } from "./open-database.ts";

interface Visit {
  request: RequestId;
  at: number;
}

/** Longer than any sign-in; a signature that waits for longer is simply begun anew. */
const kept = 24 * 60 * 60_000;

export async function rememberVisit(interaction: InteractionId, request: RequestId): Promise<void> {
  const at = Date.now();
  await inStore("visits", "readwrite", (store) => {
    const visits = store.openCursor();
    visits.onsuccess = () => {
      const cursor = visits.result;
      if (cursor === null) return;
      if ((cursor.value as Visit).at < at - kept) cursor.delete();
      cursor.continue();
    };
    return store.put({ request, at } satisfies Visit, interaction);
  });
}

export async function recallVisit(interaction: InteractionId): Promise<RequestId | undefined> {
  const visit = await inStore<Visit | undefined>("visits", "readonly", (store) => store.get(interaction));
  return visit?.request;
}
