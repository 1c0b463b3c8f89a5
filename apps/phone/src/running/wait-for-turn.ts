/** Waits until this page is the phone, and says so when that takes longer than a moment. */
import type { Store } from "./store.ts";
import type { Turn } from "./turn.ts";

/** A page that is reloaded gives its turn to itself, a moment late at times: so long nothing is said of another one. */
const grace = 400;

export async function waitForTurn(turn: Turn, store: Store): Promise<void> {
  const late = setTimeout(() => store.send({ type: "open-elsewhere" }), grace);
  await turn.wait();
  clearTimeout(late);
}
