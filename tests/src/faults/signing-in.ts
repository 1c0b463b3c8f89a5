/**
 * Browsers signed in while the server is being killed: claimed, approved or refused or left alone on the phone, and then
 * redeemed by two tabs at once and exchanged twice at once, again after a crash. Whatever is lost, one browser at the
 * most gets in for one approval, and none for anything else.
 */
import { Computer } from "@mtoken/cli/computer";
import type { Device } from "@mtoken/device";
import { isDeviceError } from "@mtoken/device";
import type { ExchangeAnswer, RequestId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { PendingSignIn, RelyingParty } from "@mtoken/relying-party";
import type { Exchanges } from "./exchanges.ts";
import type { Job } from "./jobs.ts";
import { openSession } from "./jobs.ts";

/** What the user does with the request, in turn. */
const intents = ["approve", "approve", "refuse", "approve", "leave"] as const;

interface Visit {
  pending: PendingSignIn;
  computer: Computer;
  request: RequestId;
  intent: (typeof intents)[number];
  isTried: boolean;
  /** The ways back that were given out, each with a code in it. */
  ways: URL[];
  answers: ExchangeAnswer[];
}

export interface SigningInOptions {
  phone: Device;
  portal: RelyingParty;
  user: UserId;
  redirectUri: string;
  exchanges: Exchanges;
}

/** Signs in over and over. */
export class SigningIn {
  readonly #options: SigningInOptions;
  #turn = 0;
  #visit: Visit | undefined;
  /** Requests by which the portal learned of a user. */
  readonly signedIn = new Set<RequestId>();
  /** Requests that a browser redeemed, as far as it heard. */
  readonly redeemed = new Set<RequestId>();
  /** Requests that nobody approved. */
  readonly unapproved = new Set<RequestId>();

  constructor(options: SigningInOptions) {
    this.#options = options;
  }

  readonly step: Job = async () => {
    this.#visit ??= await this.#arrive();
    const visit = this.#visit;
    if (!visit.isTried) {
      visit.isTried = true;
      await this.#decide(visit).catch(unlessTooLate);
    }
    await this.#redeem(visit);
    await this.#exchange(visit);
    visit.computer.leave();
    this.#visit = undefined;
    return undefined;
  };

  /** As many sign-ins as there are intents, one after the other. */
  async round(): Promise<void> {
    await intents.reduce<Promise<unknown>>((before) => before.then(this.step), Promise.resolve());
  }

  async #arrive(): Promise<Visit> {
    const { portal, redirectUri } = this.#options;
    const pending = await portal.beginSignIn(redirectUri);
    const computer = await Computer.visit(pending.uri);
    const request = await answered(computer.begin());
    const intent = intents[this.#turn % intents.length] ?? "approve";
    this.#turn += 1;
    if (intent !== "approve") this.unapproved.add(request);
    return { pending, computer, request, intent, isTried: false, ways: [], answers: [] };
  }

  async #decide({ computer, intent }: Visit): Promise<void> {
    const session = await openSession(this.#options.phone);
    const opened = await session.claim({ qr: await answered(computer.qrText()) });
    const { digits } = await answered(computer.state("claimed"));
    if (intent === "refuse") await session.refuse(opened, "changed-mind");
    if (intent === "approve") await session.approve(opened, digits === null ? {} : { digits });
  }

  async #redeem({ computer, request, ways }: Visit): Promise<void> {
    await this.#twice(ways, () => answered(computer.redeem()));
    if (ways.length > 0) this.redeemed.add(request);
    if (ways.length > 1) throw new Error("A sign-in was redeemed twice.");
    if (ways.length > 0 && this.unapproved.has(request)) {
      throw new Error("A sign-in was redeemed that nobody approved.");
    }
  }

  async #exchange({ pending, request, ways: [way], answers }: Visit): Promise<void> {
    if (way === undefined) return;
    await this.#twice(answers, async () => {
      const answer = await this.#options.portal.completeSignIn(pending, way);
      if (answer === undefined) throw new Error("A redeemed sign-in came back as one that was not.");
      return answer;
    });
    if (answers.length > 1) throw new Error("A code was good twice.");
    const [answer] = answers;
    if (answer === undefined) return;
    if (answer.request !== request || answer.user.id !== this.#options.user) {
      throw new Error("A browser was signed in by another request, or as somebody else.");
    }
    this.signedIn.add(request);
  }

  /** Two at once. What either got is kept, also when a crash took the other's answer. */
  async #twice<T>(got: T[], work: () => Promise<T>): Promise<void> {
    this.#options.exchanges.note();
    const outcomes = await Promise.allSettled([work(), work()]);
    for (const outcome of outcomes) if (outcome.status === "fulfilled") got.push(outcome.value);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected" && !isRefusal(outcome.reason)) throw outcome.reason;
    }
  }
}

/** The browser's connection broke: what it was about to hear, nobody knows. */
export class ConnectionLost extends Error {}

/** A machine under load may show a frame to the phone after its ten seconds. */
function unlessTooLate(error: unknown): void {
  if (!isDeviceError(error, "frame_refused")) throw error;
}

/** Also `request_closed`: a browser that is done, or came back, is given no challenge any more. */
function isRefusal(error: unknown): boolean {
  return error instanceof ProtocolError && ["redemption_refused", "request_closed"].includes(error.code);
}

/** A browser's own words for a server that dies on it are `TypeError`s; its events just end. */
async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isLost =
      cause instanceof TypeError || cause instanceof SyntaxError || /events have ended/.test(String(cause));
    throw isLost ? new ConnectionLost("the connection was lost", { cause }) : cause;
  }
}
