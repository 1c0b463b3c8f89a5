import { activatedPhone, isCall, mpin } from "@mtoken/device/testing";
import { expect, test } from "vitest";
import { looking } from "./looking.ts";

test("a question that is never answered holds up no lock, and no other is asked beside it", async () => {
  const { clock, device, server } = await activatedPhone();
  const session = await device.unlock(mpin);
  let asked = 0;
  const { promise: isAsked, resolve } = Promise.withResolvers<void>();
  server.intercept = (exchange) => {
    if (!isCall(exchange)) return exchange.forward();
    asked += 1;
    resolve();
    return new Promise(() => undefined);
  };
  const look = looking(device, async () => void (await session.list()));
  void look();
  await isAsked;
  await look();
  expect(device.state.kind).toBe("unlocked");
  clock.move(301);
  await look();
  expect(device.state.kind).toBe("locked");
  expect(asked).toBe(1);
});
