/** The bench's users, each with a phone and a computer, and the portal where they all sign in. */
import type { KeyPair } from "@mtoken/protocol";
import { exportPublicJwk, generateSigningKeyPair, srpGroup } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import { LeanComputer } from "./lean-computer.ts";
import { LeanPhone } from "./lean-phone.ts";
import { LeanSrp } from "./lean-srp.ts";
import type { MeasuredProcess } from "./measured-process.ts";
import type { ServerCalls } from "./server-calls.ts";
import type { Lane } from "./sign-in.ts";
import { signIn } from "./sign-in.ts";
import type { StepTimes } from "./step-times.ts";

const redirectUri = "http://localhost/callback";
export const srpBits = 3072;
export const rsaBits = 2048;

/** RSA keys take long to make, so each serves on every database. */
export class Keys {
  readonly #made: Promise<KeyPair>[] = [];
  readonly portal = newKeys();
  readonly signing = newKeys();
  readonly srp = LeanSrp.make(srpGroup(srpBits));

  of(index: number): Promise<KeyPair> {
    this.#made[index] ??= newKeys();
    return this.#made[index];
  }
}

function newKeys(): Promise<KeyPair> {
  return generateSigningKeyPair({ bits: rsaBits, extractable: false });
}

export async function makeLanes(
  server: MeasuredProcess<ServerCalls>,
  { issuer, keys, count }: { issuer: string; keys: Keys; count: number },
): Promise<Lane[]> {
  const { publicKey, privateKey } = await keys.portal;
  const jwk = await exportPublicJwk(publicKey);
  const { client, invitations } = await server.call("prepare", { phones: count, jwk, redirectUri });
  const portal = new RelyingParty({ issuer, clientId: client, key: privateKey });
  const [srp, signingKeys] = await Promise.all([keys.srp, keys.signing]);
  return Promise.all(
    invitations.map(async ({ link, code }, index) => {
      const own = await keys.of(index);
      return {
        ...{ portal, redirectUri },
        computer: await LeanComputer.make(own),
        phone: await LeanPhone.activate({ link, code, srp, deviceKeys: own, signingKeys }),
      };
    }),
  );
}

/** That many sign-ins in all; each lane begins its next one when its last is complete. */
export async function signInAll(lanes: readonly Lane[], count: number, times: StepTimes): Promise<void> {
  let left = count;
  const drive = async (lane: Lane) => {
    while (left > 0) {
      left -= 1;
      await signIn(lane, times);
    }
  };
  await Promise.all(lanes.map(drive));
}
