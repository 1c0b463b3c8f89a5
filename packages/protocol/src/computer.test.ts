/** The computer's proof. */
import { describe, expect, it } from "vitest";
import { verifyComputerProof } from "./computer.ts";
import { computerIdOf, newChallengeId, newInteractionId, newRequestId } from "./ids.ts";
import { publicHalf, sampleTime } from "./vectors/evidence-sample.ts";
import { signFixed } from "./vectors/fixed-rsa.ts";
import { testKeys } from "./vectors/test-keys.ts";
import { VectorSource } from "./vectors/vector-source.ts";

const aud = "https://sign-in.bank.example";
const payload = {
  aud,
  interaction: newInteractionId(),
  challenge: newChallengeId(),
  action: "redeem",
  request: newRequestId(),
  computer_key: publicHalf(testKeys.computer),
  iat: sampleTime,
};

async function proofBy(key = testKeys.computer, change: object = {}): Promise<string> {
  const source = new VectorSource("computer");
  return signFixed({ source, typ: "mtoken-computer+jws", payload: { ...payload, ...change }, key });
}

describe("a computer's proof", () => {
  it("verifies under the key that it names, and names the computer by it", async () => {
    const { proof, computer } = await verifyComputerProof({ token: await proofBy(), aud });
    expect(proof).toEqual(payload);
    expect(computer).toBe(await computerIdOf(testKeys.computer));
  });

  it("is refused under any other key", async () => {
    const token = await proofBy(testKeys.stranger);
    await expect(verifyComputerProof({ token, aud })).rejects.toMatchObject({ code: "message_refused" });
  });

  it("is refused when it was made for another origin", async () => {
    const token = await proofBy();
    const proof = verifyComputerProof({ token, aud: "https://evil.example" });
    await expect(proof).rejects.toMatchObject({ code: "message_refused" });
  });

  it("is refused when another token of the same key is sent in its place", async () => {
    const source = new VectorSource("computer");
    const token = await signFixed({ source, typ: "mtoken-approval+jws", payload, key: testKeys.computer });
    await expect(verifyComputerProof({ token, aud })).rejects.toMatchObject({ code: "message_refused" });
  });

  it("is refused with an action that it does not know", async () => {
    const token = await proofBy(testKeys.computer, { action: "enrol" });
    await expect(verifyComputerProof({ token, aud })).rejects.toMatchObject({ code: "malformed_message" });
  });
});
