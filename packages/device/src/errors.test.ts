import { errorCatalogue, ProtocolError } from "@mtoken/protocol";
import { describe, expect, test } from "vitest";
import { DeviceError, deviceErrorCatalogue, isDeviceError, trusting } from "./errors.ts";

describe("a device's error", () => {
  test("says what its catalogue or the protocol's says", () => {
    expect(new DeviceError("offline").message).toBe(deviceErrorCatalogue.offline);
    expect(new DeviceError("request_expired").message).toBe(errorCatalogue.request_expired.message);
  });

  test("has no code that means something else in the protocol", () => {
    expect(Object.keys(deviceErrorCatalogue).filter((code) => code in errorCatalogue)).toEqual([]);
  });

  test("is told from others by its code", () => {
    expect(isDeviceError(new DeviceError("offline"), "offline")).toBe(true);
    expect(isDeviceError(new DeviceError("offline"), "blocked")).toBe(false);
    expect(isDeviceError(new Error("offline"))).toBe(false);
  });

  test("never tells apart what was wrong with a forgery, and leaves our own mistakes alone", async () => {
    for (const code of ["message_refused", "malformed_message", "handshake_refused"] as const) {
      await expect(trusting(() => Promise.reject(new ProtocolError(code)))).rejects.toMatchObject({
        code: "untrusted_answer",
      });
    }
    await expect(trusting(() => Promise.reject(new TypeError("ours")))).rejects.toThrow(TypeError);
  });
});
