/**
 * Destroys what time has ended: link, code and activation key of activations that are over, so that a recorded
 * activation can't be opened later, and the pending devices that came of them. The rules themselves never rely on it.
 */
import type { Context } from "../context.ts";
import { endDevice } from "../device/end-device.ts";
import { expireActivations, findStranded } from "./store.ts";

export async function sweepActivations({ database, clock, events }: Context): Promise<void> {
  const at = clock.now();
  for (const activation of await expireActivations(database.kysely, at))
    events.publish(`activation:${activation}`);
  for (const device of await findStranded(database.kysely)) {
    const end = { device, status: "deactivated", reason: "activation-expired", by: "rule", at } as const;
    const topics = await database.kysely.transaction().execute((transaction) => endDevice(transaction, end));
    for (const topic of topics ?? []) events.publish(topic);
  }
}
