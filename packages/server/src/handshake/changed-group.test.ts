import { b64, bigIntToBytes } from "@mtoken/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KeyBits } from "../config.ts";
import { buildServers } from "../http/build-server.ts";
import { inject, mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { Send } from "../testing/test-phone.ts";
import { codeOf, TestPhone } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { type LazyModexpPool, lazyModexpPool } from "./lazy-modexp-pool.ts";

const wrong = "739155";
let world: PhoneWorld;
/** Threads remember nothing of a server, and each tests a group's prime when it first meets it. */
const pools = new Map<KeyBits, LazyModexpPool>();
afterAll(async () => {
  for (const pool of pools.values()) await pool.close();
});

describeEachEngine("a phone that was activated with another size of SRP's group", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());

  describe.each<[KeyBits, KeyBits]>([
    [2048, 3072],
    [3072, 2048],
  ])("%i bits, %i configured now", (before, now) => {
    it("unlocks as before, counts as before, and A has the length of its own group", async () => {
      const activated = await configured(before);
      const { phone, reach } = await phoneThat(activated.send);
      await phone.setUp({ ...(await world.invite()), mpin });
      await activated.close();

      const restarted = await configured(now);
      reach(restarted.send);
      expect(await codeOf(phone.unlock(wrong))).toBe("wrong-mpin");
      expect(await codeOf(phone.unlock(mpin))).toBe("accepted");
      const A = b64(bigIntToBytes(4n, now / 8));
      expect(await codeOf(phone.begin(undefined, { A }))).toBe("handshake_refused");
      expect(await codeOf(phone.unlock(mpin))).toBe("accepted");
      await restarted.close();
    });
  });
});

/** The same server as it is after a start with this setting. */
async function configured(srpBits: KeyBits): Promise<{ send: Send; close(): Promise<void> }> {
  const { context } = world;
  Object.assign(context.config, { srpBits });
  const modexp = pools.get(srpBits) ?? lazyModexpPool({ srpBits, srpThreads: 1 });
  pools.set(srpBits, modexp);
  const { server, signIn } = await buildServers({ ...context, modexp });
  return {
    send: (path, body) => inject(server, path, body),
    async close() {
      await Promise.all([server.close(), signIn.close()]);
    },
  };
}

async function phoneThat(first: Send): Promise<{ phone: TestPhone; reach(send: Send): void }> {
  let reached = first;
  const phone = await TestPhone.make({
    send: (path, body) => reached(path, body),
    origin: world.context.config.serverOrigin,
    jwks: () => world.context.identity.jwks(),
    now: () => world.clock.now(),
  });
  return {
    phone,
    reach: (send) => {
      reached = send;
    },
  };
}
