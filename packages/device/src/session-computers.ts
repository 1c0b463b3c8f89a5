/** The computers of an unlocked phone's user (docs/protocol.md §8): what one of them asks, the answer, and the list of them. */
import type { ComputerId, CryptoKey, Decision, HandshakeId, OwnComputer } from "@mtoken/protocol";
import type { AskedEnrolment } from "./computers.ts";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import type { SessionCalls } from "./session-calls.ts";
import type { ActivatedRecord } from "./vault-record.ts";

/** What the session has in memory, and nothing of it once it is over. */
interface Known {
  record: ActivatedRecord | undefined;
  signingKey: CryptoKey | undefined;
  asked: AskedEnrolment | undefined;
}

export class SessionComputers {
  readonly #context: DeviceContext;
  readonly #calls: SessionCalls;

  constructor(context: DeviceContext, calls: SessionCalls) {
    this.#context = context;
    this.#calls = calls;
  }

  /** What is asked, verified once, however often it is heard. */
  async hear(
    { record, asked }: Pick<Known, "record" | "asked">,
    token: string | undefined,
  ): Promise<AskedEnrolment | undefined> {
    if (token === undefined) return undefined;
    if (asked?.token === token) return asked;
    const { openEnrolment } = await import("./computers.ts");
    return record && openEnrolment(this.#context, { token, record });
  }

  /** `known` is asked once the phone is seen to be awake: what locked it meanwhile has taken all of it away. */
  async answer(
    known: () => Known & { handshake: HandshakeId },
    { asked, decision }: { asked: AskedEnrolment; decision: Decision },
  ): Promise<void> {
    const { signEnrolment } = await import("./computers.ts");
    await this.#calls.requireAwake();
    const { record, signingKey, handshake, asked: heard } = known();
    if (heard !== asked) throw new TypeError("this enrolment was not asked in this session");
    if (record === undefined || signingKey === undefined) throw new DeviceError("session_ended");
    const answer = { record, asked, decision, handshake, signingKey };
    await this.#calls.call("computer.enrol", { approval: await signEnrolment(this.#context, answer) });
  }

  async list(): Promise<readonly OwnComputer[]> {
    return (await this.#calls.call("computers.list", {})).computers;
  }

  async revoke(computer: ComputerId): Promise<void> {
    await this.#calls.call("computer.revoke", { computer });
  }
}
