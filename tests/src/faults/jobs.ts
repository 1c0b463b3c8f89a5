/**
 * What users do while the server is being killed. Each job goes on from wherever a crash left it, as a person would: it
 * tries again, and counts what it was told.
 */
import type { Session } from "@mtoken/device";
import { Device, fetchTransport, isDeviceError, MemoryVault } from "@mtoken/device";
import type { Content, RequestId, UserId } from "@mtoken/protocol";
import type { RelyingParty } from "@mtoken/relying-party";
import { nativeStretch } from "../native-stretch.ts";

/** What every user of these tests chooses. */
export const mpin = "482917";
export const wrongMpin = "730518";

const payment: Content = {
  type: "payment",
  amount: "99.95",
  currency: "EUR",
  payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
};

/** Work that a crash may interrupt anywhere. Once it answers "done", nothing is left of it to do. */
export type Job = () => Promise<"done" | undefined>;

/** What a phone is given. */
export interface PhoneOptions {
  origin: string;
  pins: string[];
  fetch: typeof globalThis.fetch;
  storage?: MemoryVault;
}

/** A phone as it comes out of the box, or what its storage makes of it. */
export function openPhone({ origin, pins, fetch, storage }: PhoneOptions): Promise<Device> {
  return Device.open({
    storage: storage ?? new MemoryVault(),
    transport: fetchTransport({ origin, fetch }),
    clock: Date,
    app: "test-phone/1",
    pins: async () => pins,
    stretch: nativeStretch,
    stretchBudget: 0,
  });
}

/** Activates phone after phone; a lost answer is asked for again with the same link. */
export class Activating {
  readonly #invitations: { link: string; code: string }[];
  readonly #makePhone: () => Promise<Device>;
  #phone: Device | undefined;
  completed = 0;

  constructor(invitations: { link: string; code: string }[], makePhone: () => Promise<Device>) {
    this.#invitations = [...invitations];
    this.#makePhone = makePhone;
  }

  readonly step: Job = async () => {
    const [invitation] = this.#invitations;
    if (invitation === undefined) return "done";
    this.#phone ??= await this.#makePhone();
    const phone = this.#phone;
    const { state } = phone;
    if (state.kind === "activating" && state.needs === "mpin") await phone.resume({ mpin });
    else if (state.kind === "empty" || state.kind === "activating") {
      await phone.activate({ link: phone.readLink(invitation.link), code: invitation.code, mpin });
    }
    this.completed += 1;
    this.#invitations.shift();
    this.#phone = undefined;
    return undefined;
  };
}

/** Has payments signed, each until the portal knows it is. */
export class Signing {
  readonly #phone: Device;
  readonly #portal: RelyingParty;
  readonly #user: UserId;
  #request: RequestId | undefined;
  /** Requests for which the phone holds a verified receipt. */
  readonly receipts = new Set<RequestId>();

  constructor(phone: Device, portal: RelyingParty, user: UserId) {
    this.#phone = phone;
    this.#portal = portal;
    this.#user = user;
  }

  readonly step: Job = async () => {
    this.#request ??= (await this.#portal.requestSignature({ user: this.#user, content: payment })).request;
    const request = this.#request;
    const session = await openSession(this.#phone);
    try {
      const opened = await session.claim({ request });
      await session.sign(opened, mpin);
      this.receipts.add(request);
    } catch (error) {
      // The answer was lost and the signature was not: the portal knows.
      if (!isDeviceError(error, "request_closed") && !isDeviceError(error, "not_found")) throw error;
      const { status } = await this.#portal.request(request);
      if (status !== "approved") throw new Error(`A request that is ${status} was closed to its user.`);
    }
    this.#request = undefined;
    return undefined;
  };
}

/** The session that the phone has, or a new one. */
export async function openSession(phone: Device): Promise<Session> {
  return phone.session ?? (await phone.unlock(mpin));
}
