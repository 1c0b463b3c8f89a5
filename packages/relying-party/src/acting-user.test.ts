import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ActivationId, ComputerId, DeviceId, RequestId, UserId } from "@mtoken/protocol";
import { generateSigningKeyPair, newUserId } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RelyingParty } from "./relying-party.ts";

const asked: string[] = [];
let server: Server;
let mtoken: RelyingParty;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const token = { access_token: "t".repeat(43), token_type: "Bearer", expires_in: 600 };
    response.writeHead(request.url === "/v1/token" ? 200 : 204, { "content-type": "application/json" });
    response.end(request.url === "/v1/token" ? JSON.stringify(token) : undefined);
  });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const { port } = server.address() as AddressInfo;
  const { privateKey: key } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const clientId = "cli_00000000000000000000000000";
  mtoken = new RelyingParty({ issuer: `http://localhost:${port}`, clientId, key });
});

afterAll(() => server.close());

it("asks for what an id names", async () => {
  await mtoken.actingFor(newUserId()).deactivateDevice("dev_A-b_9" as DeviceId, { reason: "lost" });
  expect(asked.splice(0)).toEqual(["/v1/token", "/v1/devices/dev_A-b_9/deactivate"]);
});

it.each(["../users/usr_00000000000000000000000000", "..", "dev_a/../../users", "dev_a?b", "dev_a%2fb", ""])(
  "makes no other call of an id that is none, as a browser may have sent it: %j",
  async (text) => {
    const acting = mtoken.actingFor(newUserId());
    const why = { reason: "lost" } as const;
    const user = text as UserId;
    for (const call of [
      () => acting.deactivateDevice(text as DeviceId, why),
      () => acting.approveDevice(text as DeviceId, "A"),
      () => acting.deactivateDevicesOf(user, why),
      () => acting.revokeComputer(text as ComputerId, { ...why, user }),
      () => acting.user(user),
      () => acting.freeze(user, why),
      () => acting.unfreeze(user, why),
      () => acting.invitations(user),
      () => acting.invite(user),
      () => acting.revokeInvitation(text as ActivationId, why),
      () => mtoken.request(text as RequestId),
      () => mtoken.withdraw(text as RequestId),
      () => mtoken.evidence(text as RequestId),
      () => mtoken.endOfSignIn(text as RequestId),
    ])
      await expect((async () => call())()).rejects.toThrow(TypeError);
    expect(asked).toEqual([]);
  },
);
