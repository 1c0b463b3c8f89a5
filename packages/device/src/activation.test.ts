import { exportPublicJwk, rsaBitsOf } from "@mtoken/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import type { VaultStorage } from "./ports.ts";
import { invite } from "./testing/test-activations.ts";
import type { Which } from "./testing/test-faults.ts";
import {
  isCall,
  isMessage1,
  isMessage3,
  isRegistration,
  loseAnswers,
  loseMessages,
} from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { emptyPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";

let phone: TestPhone;
let invitation: Awaited<ReturnType<typeof invite>>;

beforeEach(async () => {
  phone = await emptyPhone();
  invitation = await invite(phone.server);
});

describe("an activation", () => {
  test("makes an active device, shows its fingerprint and opens a session", async () => {
    const steps: string[] = [];
    const { link, code } = invitation;
    const certified = await phone.device.activate({
      link,
      code,
      mpin,
      onProgress: (step) => steps.push(step),
    });
    expect(steps).toEqual(["offer", "keys", "register", "prove", "certify", "done"]);
    expect(certified.status).toBe("active");
    expect(certified.fingerprint).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await phone.device.fingerprint()).toBe(certified.fingerprint);
    expect(phone.device.session?.profile).toEqual({
      user: phone.server.user,
      company: phone.server.company,
    });
  });

  test("makes device key and signing key of the size that the offer asks for", async () => {
    const larger = await invite(phone.server, { rsa_bits: 3072 });
    await phone.device.activate({ ...larger, mpin });
    const record = await phone.storage.read();
    if (record?.kind !== "activated") throw new Error("the phone is not activated");
    const { keys, signingKey } = record;
    expect(rsaBitsOf(await exportPublicJwk(keys.deviceKey.publicKey))).toBe(3072);
    expect(rsaBitsOf(signingKey.publicKey)).toBe(3072);
  });

  test("waits for an administrator where the company wants that, and offers nothing until then", async () => {
    phone.server.approval = true;
    const { status } = await phone.device.activate({ ...invitation, mpin });
    expect(status).toBe("awaiting-approval");
    const { session } = phone.device;
    expect(phone.device.state).toEqual({ kind: "awaiting-approval", session });
    expect(session?.profile).toBeUndefined();
    expect(await session?.status()).toBe("awaiting-approval");
    phone.server.device.status = "active";
    expect(await session?.status()).toBe("active");
    expect(phone.device.state).toEqual({ kind: "locked" });
    expect((await phone.device.unlock(mpin)).profile?.user).toEqual(phone.server.user);
  });

  test("is refused on a phone that is activated already", async () => {
    await phone.device.activate({ ...invitation, mpin });
    const again = await invite(phone.server);
    await expect(phone.device.activate({ ...again, mpin })).rejects.toMatchObject({
      code: "already_activated",
    });
    await phone.device.forget();
    expect(phone.device.state).toEqual({ kind: "empty" });
    await phone.device.activate({ ...again, mpin });
  });
});

describe("an activation that was interrupted goes on", () => {
  const moments: [string, Which][] = [
    ["the registration", isRegistration],
    ["message 1", isMessage1],
    ["message 3", isMessage3],
    ["the certification", isCall],
  ];

  test.each(moments)("when %s was lost on the way", async (_, which) => {
    loseMessages(phone.server, which);
    await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    phone = await restarted(phone);
    expect(phone.device.state).toEqual({ kind: "activating", needs: "mpin" });
    await phone.device.resume({ mpin });
    expect(phone.device.state.kind).toBe("unlocked");
    expect(phone.server.device.status).toBe("active");
  });

  test.each(moments)("when the answer to %s was lost", async (_, which) => {
    loseAnswers(phone.server, which);
    await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    phone = await restarted(phone);
    await phone.device.resume({ mpin });
    expect(phone.device.state.kind).toBe("unlocked");
    expect(phone.server.devices.size).toBe(1);
  });

  test.each(moments)(
    "with link, code and mPIN again, by the same device key, when the answer to %s was lost",
    async (_, which) => {
      loseAnswers(phone.server, which);
      await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({ code: "offline" });
      phone.server.heal();
      phone = await restarted(phone);
      await phone.device.activate({ ...invitation, mpin });
      expect(phone.device.state.kind).toBe("unlocked");
      expect(phone.server.devices.size).toBe(1);
    },
  );

  test("after a crash at any moment at which it writes to its vault", async () => {
    for (let survived = 0; ; survived += 1) {
      const own = await emptyPhone();
      const asked = await invite(own.server);
      const crashed = await crashAfter(own, survived, asked);
      const { device } = await restarted(own);
      const needsMpin = device.state.kind === "activating" && device.state.needs === "mpin";
      if (device.state.kind === "locked") await device.unlock(mpin);
      else if (needsMpin) await device.resume({ mpin });
      else await device.activate({ ...asked, mpin });
      expect(device.state.kind).toBe("unlocked");
      expect(own.server.devices.size).toBe(1);
      if (!crashed) break;
    }
  });

  test("but not with another mPIN than was chosen", async () => {
    loseAnswers(phone.server, isMessage1);
    await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    await expect(phone.device.resume({ mpin: otherMpin })).rejects.toMatchObject({ code: "wrong_mpin" });
    await phone.device.resume({ mpin });
  });

  test("only where there is one", async () => {
    await expect(phone.device.resume({ mpin })).rejects.toMatchObject({ code: "not_activated" });
  });
});

/** Lets the vault take so many writes, and then no more. */
async function crashAfter(
  phone: TestPhone,
  writes: number,
  invitation: Awaited<ReturnType<typeof invite>>,
): Promise<boolean> {
  let left = writes;
  const storage: VaultStorage = {
    read: () => phone.storage.read(),
    write: (record) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error("crash")) : phone.storage.write(record);
    },
    clear: () => phone.storage.clear(),
  };
  const device = await Device.open({ ...phone.ports, storage });
  return device.activate({ ...invitation, mpin }).then(
    () => left < 0,
    () => true,
  );
}
