/**
 * A session on the phone (docs/protocol.md §6): what the user may do between unlocking and locking. The signing key
 * and everything that the server told lie in memory only, and go when the session ends.
 */
import type {
  ComputerId,
  CryptoKey,
  Decision,
  DeviceId,
  Frozen,
  GivenReason,
  NoticeId,
  OwnComputer,
  Profile,
  PushSubscription,
  RefusalReason,
  RequestSummary,
  Result,
  SessionPolicy,
} from "@mtoken/protocol";
import type { AskedEnrolment } from "./computers.ts";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import { shakeHands } from "./handshake.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import { readRefusal } from "./refusal.ts";
import type { ClaimSource, Decided, OpenedRequest } from "./requests.ts";
import { SessionCalls } from "./session-calls.ts";
import { SessionComputers } from "./session-computers.ts";
import { SessionPasskeys } from "./session-passkeys.ts";
import { SessionRequests } from "./session-requests.ts";
import type { ActivatedRecord } from "./vault-record.ts";
import { wipe } from "./wipe.ts";

/** What a {@link Session} is made of. */
export interface SessionOptions {
  context: DeviceContext;
  proven: ProvenHandshake;
  record: ActivatedRecord;
  /** Undefined while an administrator's approval is awaited. */
  signingKey: CryptoKey | undefined;
  /** Told when the session has ended, or the vault has changed by it. */
  onChange: () => Promise<void>;
  /** Told when the server has ended it, which nobody signs. */
  onLost: () => void;
}

/** What the server told at unlocking, in memory only, and the vault's record with the keys in it. */
interface Known {
  record: ActivatedRecord | undefined;
  signingKey: CryptoKey | undefined;
  profile: Profile | undefined;
  features: readonly string[];
  requests: readonly RequestSummary[];
  frozen: Frozen | undefined;
  unread: number;
  asked: AskedEnrolment | undefined;
}

/** What an ended session may still hold: no key, and nothing that was told. Whoever has the session may have it for long. */
type Lasting = Pick<ProvenHandshake, "handshake" | "factor" | "message1" | "wrongTriesBefore"> & {
  device: DeviceId;
  biometricsAllowed: boolean;
  policy: SessionPolicy | undefined;
};

const nothing: Known = {
  record: undefined,
  signingKey: undefined,
  profile: undefined,
  features: [],
  requests: [],
  frozen: undefined,
  unread: 0,
  asked: undefined,
};

/** What the user may do while the phone is unlocked; {@link Device.unlock} makes it. */
export class Session {
  /** `awaiting-approval`: an administrator has yet to approve it; only `status`, `deactivate` and `end` work. */
  readonly standing: "active" | "awaiting-approval";
  readonly #options: Pick<SessionOptions, "context" | "onChange">;
  readonly #proven: Lasting;
  readonly #calls: SessionCalls;
  readonly #passkeys: SessionPasskeys;
  readonly #computers: SessionComputers;
  readonly #requests: SessionRequests;
  #known: Known;

  constructor({ context, record, onChange, onLost, proven, signingKey }: SessionOptions) {
    const { profile, features = [], requests = [], unread = 0, frozen, biometrics, policy } = proven.answer;
    const { handshake, factor, message1, wrongTriesBefore } = proven;
    this.#options = { context, onChange };
    const { device } = record.keys;
    const biometricsAllowed = biometrics?.allowed ?? false;
    this.#proven = { device, handshake, factor, message1, wrongTriesBefore, biometricsAllowed, policy };
    this.#known = { record, signingKey, profile, features, requests, unread, frozen, asked: undefined };
    this.#calls = new SessionCalls({
      context,
      proven,
      onEnd: () => {
        this.#known = nothing;
        this.#passkeys.forget();
        this.#requests.forgetSigning();
        return onChange();
      },
      // It happened elsewhere; since when, this session learns by asking.
      onFrozen: () => this.status().catch(() => undefined),
      onLost,
    });
    this.#passkeys = new SessionPasskeys({
      ...{ context, calls: this.#calls, onChange },
      prove: (mpin, aim) => this.#prove(shakeHands(context, { ...aim, mpin })),
    });
    this.#computers = new SessionComputers(context, this.#calls);
    this.#requests = new SessionRequests({
      ...{ context, calls: this.#calls, proven: this.#proven },
      known: () => this.#known,
      proveAndTell: (proving) => this.#proveAndTell(proving),
      onDecided: (opened, decided) => this.#decided(opened, decided),
    });
    this.standing = record.status;
  }

  /** Whose device it is; undefined while approval is awaited, and once the session is over. */
  get profile(): Profile | undefined {
    return this.#known.profile;
  }

  /** What the user may use besides signing in and signing. */
  get features(): readonly string[] {
    return this.#known.features;
  }

  /** What waits for approval, as last heard. */
  get requests(): readonly RequestSummary[] {
    return this.#known.requests;
  }

  /** What the company asked of this phone when it was unlocked; undefined while approval is awaited. */
  get policy(): SessionPolicy | undefined {
    return this.#proven.policy;
  }

  /** Which device this is. */
  get device(): DeviceId {
    return this.#proven.device;
  }

  /** How many notices were not read yet, as last heard. */
  get unread(): number {
    return this.#known.unread;
  }

  /** A computer that asks to be known from now on, as last heard; {@link answerEnrolment} answers it. */
  get asked(): AskedEnrolment | undefined {
    return this.#known.asked;
  }

  /**
   * Since when all requests of this user are stopped, because somebody said: this wasn't me. Then only {@link status},
   * {@link freeze}, {@link deactivate}, {@link end} and changing the mPIN work. Undefined when they are not.
   */
  get frozen(): Frozen | undefined {
    return this.#known.frozen;
  }

  /**
   * How often a wrong mPIN was entered on this device between the last unlocking and this one, by mPIN or passkey, as the
   * server told it. The user is shown it: more than he remembers means that somebody else has tried.
   */
  get wrongTriesBefore(): number {
    return this.#proven.wrongTriesBefore;
  }

  /** Whether the company allows biometrics: a passkey in the mPIN's place. Whether this device has one, {@link Device.hasPasskey} says. */
  get biometricsAllowed(): boolean {
    return this.#proven.biometricsAllowed;
  }

  /** Whether it has ended; nothing works any more. */
  get over(): boolean {
    return this.#calls.over;
  }

  /** Whether as long has passed without activity as ends it, five minutes or what the company says. A clock that was turned back doesn't keep it open. */
  get idle(): boolean {
    return this.#calls.idle;
  }

  /** Whether it ends for want of activity within a minute, or within half of what the company allows where that is less than two. */
  get idleSoon(): boolean {
    return this.#calls.idleSoon;
  }

  /** Keeps it open: its user is there, and reads. Asks what any activity may ask, and takes nothing from the answer. */
  async stay(): Promise<void> {
    await this.#calls.call("computers.list", {});
  }

  /**
   * How many seconds there are left to decide on a request, by the server's time; undefined once it has run out, from when on this
   * device sends no decision on it any more.
   */
  secondsLeft({ envelope: { exp } }: OpenedRequest): number | undefined {
    const { time } = this.#options.context;
    return time.isOver(exp) ? undefined : Math.max(0, exp - time.now());
  }

  /**
   * Asks how the device stands. Once an administrator has approved it, or let a user who was frozen go on, the session
   * ends: the next unlocking brings profile and signing key. Doesn't count as activity.
   */
  async status(): Promise<"active" | "awaiting-approval"> {
    const { status, frozen } = await this.#calls.poll("status", {});
    if (status === "pending") throw new DeviceError("untrusted_answer");
    if (frozen !== undefined) this.#freeze(frozen);
    else if (this.frozen !== undefined) await this.end();
    if (status !== this.standing) {
      await this.#options.context.vault.update((record) =>
        record.kind === "activated" ? { ...record, status } : record,
      );
      await this.end();
    }
    return status;
  }

  /**
   * Asks what waits for approval, a computer that asks to be known among it, how much is unread, and what the user may use by now.
   * Doesn't count as activity.
   */
  async list(): Promise<readonly RequestSummary[]> {
    const { enrolment, ...heard } = await this.#calls.poll("requests.list", {});
    const asked = await this.#computers.hear(this.#known, enrolment);
    if (!this.over) this.#known = { ...this.#known, ...heard, asked };
    return heard.requests;
  }

  /**
   * Says whether a computer shall be known from now on, signed by the signing key.
   *
   * @throws {DeviceError} `request_expired`, `offline`, and the server's codes: `not_found` when it is asked no more, `computer_waits`
   *   and `computer_unknown` where the company does not leave that to its users.
   */
  async answerEnrolment(asked: AskedEnrolment, decision: Decision): Promise<void> {
    const known = () => ({ ...this.#known, handshake: this.#proven.handshake });
    await this.#computers.answer(known, { asked, decision });
    if (!this.over) this.#known = { ...this.#known, asked: undefined };
  }

  /** The computers that this user knows, that wait for an administrator, or that are refused, those used last first. */
  computers(): Promise<readonly OwnComputer[]> {
    return this.#computers.list();
  }

  /** Makes a computer a stranger again, or takes it off the list. */
  revokeComputer(computer: ComputerId): Promise<void> {
    return this.#computers.revoke(computer);
  }

  /** The newest notices, or those before one of them. Doesn't count as activity. */
  notices(before?: NoticeId): Promise<Result<"notices.list">> {
    return this.#calls.poll("notices.list", before === undefined ? {} : { before });
  }

  /** Tells the server that the user has seen this notice and all older ones. */
  async readNotices(until: NoticeId): Promise<void> {
    const { unread } = await this.#calls.call("notices.read", { until });
    if (!this.over) this.#known = { ...this.#known, unread };
  }

  /** The key to subscribe for, and which endpoint of this device the server knows. Doesn't count as activity. */
  pushStatus(): Promise<Result<"push.status">> {
    return this.#calls.poll("push.status", {});
  }

  /**
   * Has the server send push messages there, and nowhere else any more. Doesn't count as activity.
   *
   * @throws {DeviceError} `push_refused` when the server does not send to that address, or not by that key any more.
   */
  async subscribePush(subscription: PushSubscription): Promise<void> {
    await this.#calls.poll("push.subscribe", subscription);
  }

  /** Has the server send no more push messages to this device. */
  async unsubscribePush(): Promise<void> {
    await this.#calls.call("push.unsubscribe", {});
  }

  /**
   * Takes a request, and verifies its envelope.
   *
   * @throws {DeviceError} `unreadable_code`, `mistyped_code`, `wrong_server`, `request_expired`, `untrusted_answer`,
   *   `offline`, and the server's codes: `frame_refused`, `typed_code_refused`, `request_closed`, …
   */
  claim(source: ClaimSource): Promise<OpenedRequest> {
    return this.#requests.claim(source);
  }

  /**
   * Approves a sign-in within the session; one whose `envelope.fresh_factor` is not `none` takes {@link sign}.
   *
   * @param options.digits the two digits that the computer shows, when `envelope.digits` asks for them.
   * @throws {DeviceError} `digits_needed`, `request_expired`, `offline`, `untrusted_answer`, and the server's codes:
   *   `wrong_digits`, `request_closed`, `fresh_factor_required` when the company asks for one since a moment ago, …
   */
  approve(opened: OpenedRequest, options: { digits?: string } = {}): Promise<Decided> {
    return this.#requests.approve(opened, options);
  }

  /**
   * Refuses a request of either kind. With `not-me` everything that is open for the user is stopped, here and on their other
   * devices, and nothing goes on until an administrator says so: {@link frozen}.
   */
  refuse(opened: OpenedRequest, reason: RefusalReason): Promise<Decided> {
    return this.#requests.refuse(opened, reason);
  }

  /** The same without a request: somebody may be using this user's access. Said twice, it is what it was. */
  async freeze(): Promise<Frozen> {
    const { frozen } = await this.#calls.call("user.freeze", {});
    this.#freeze(frozen);
    return frozen;
  }

  /**
   * Signs what the envelope holds, or approves a sign-in that takes it, with a fresh mPIN that is proven for exactly this envelope. The approval travels
   * in the channel of that proof.
   *
   * @throws {DeviceError} as {@link approve}; `wrong_mpin` with `triesLeft`, after which the same request can be
   *   signed again; `blocked`, which ends session and device.
   */
  sign(opened: OpenedRequest, mpin: string, options: { digits?: string } = {}): Promise<Decided> {
    return this.#requests.sign(opened, mpin, options);
  }

  /**
   * Does beforehand what the next {@link sign} of this request needs no mPIN for: to be called at each key of the mPIN, and of no effect where
   * it was done already. Costs no try. What stands against it is told by the signing, but for the device's end, which ends the session.
   */
  prepareSigning(opened: OpenedRequest): Promise<void> {
    return this.#requests.prepareSigning(opened);
  }

  /** Whoever was about to sign has turned away: nothing that was prepared outlives the screen. */
  forgetSigning(): void {
    this.#requests.forgetSigning();
  }

  /**
   * The same with the passkey for a fresh factor.
   *
   * @throws {DeviceError} as {@link sign} and {@link Device.unlockWithPasskey}; the mPIN signs where the passkey does not,
   *   and `mpin_required` where nothing else does by the company's policy.
   */
  signWithPasskey(opened: OpenedRequest, options: { digits?: string } = {}): Promise<Decided> {
    return this.#requests.signWithPasskey(opened, options);
  }

  /**
   * Makes a passkey on this phone: its maker asks for fingerprint, face or screen lock, some of them twice. It is nothing until
   * {@link enrolPasskey} is called with the mPIN, and forgotten when the session ends before that.
   *
   * @throws {DeviceError} `biometrics_unsupported`, `biometrics_cancelled`, `biometrics_refused`, `offline`, `session_ended`.
   */
  preparePasskey(): Promise<void> {
    return this.#passkeys.prepare();
  }

  /**
   * Proves the mPIN for the passkey that was prepared last, which opens the device from then on, in the place of one before.
   *
   * @throws {DeviceError} `wrong_mpin` with `triesLeft`, after which the same one can be enrolled again; `biometrics_refused`,
   *   `registration_refused`; `blocked`, which ends session and device; `offline`, after which the next unlocking tells what came of it.
   */
  enrolPasskey(mpin: string): Promise<void> {
    return this.#passkeys.enrol(mpin);
  }

  /** Gives the passkey up; the mPIN stays. Takes no mPIN, since it only takes away. */
  removePasskey(): Promise<void> {
    return this.#passkeys.remove();
  }

  /**
   * Gives the device up: the server is told, and once its signed answer is here, the keys are erased (M18).
   *
   * @param why one of the reasons that are counted, and what there is to add: it goes on the record.
   * @throws {DeviceError} `offline`: nothing was erased. {@link Device.forget} erases without the server.
   */
  async deactivate(why: GivenReason): Promise<void> {
    const { context } = this.#options;
    const { refusal: token } = await this.#calls.call("device.deactivate", why);
    const refusal = await readRefusal(context, { token, message1: this.#proven.message1 });
    if (refusal.reason !== "deactivated") throw new DeviceError("untrusted_answer");
    await wipe(context, "deactivated");
    await this.close();
  }

  /** Logs out. The phone is locked at once; the server is told, and ends the session by itself where that fails. */
  end(): Promise<void> {
    return this.#calls.end();
  }

  /** Locks the phone without a word to the server. */
  close(): Promise<void> {
    return this.#calls.close();
  }

  /** How many tries are left is news, whatever comes of it. */
  async #prove(proving: Promise<ProvenHandshake>): Promise<ProvenHandshake> {
    const { proven, told } = await this.#proveAndTell(proving);
    await told;
    return proven;
  }

  /** What is proven may go on while that is told. */
  async #proveAndTell(
    proving: Promise<ProvenHandshake>,
  ): Promise<{ proven: ProvenHandshake; told: Promise<void> }> {
    try {
      const proven = await this.#calls.endedBy(proving);
      return { proven, told: this.#tellTries(proven) };
    } catch (error) {
      await this.#options.onChange();
      throw error;
    }
  }

  async #tellTries({ factor, answer: { tries_left: triesLeft } }: ProvenHandshake): Promise<void> {
    const { context, onChange } = this.#options;
    try {
      if (factor === "mpin")
        await context.vault.updateKeys((keys) =>
          keys.triesLeft === triesLeft ? keys : { ...keys, triesLeft },
        );
    } finally {
      await onChange();
    }
  }

  #decided({ envelope: { request } }: OpenedRequest, { frozen }: Decided): void {
    const requests = this.requests.filter((waiting) => waiting.request !== request);
    this.#known = { ...this.#known, requests };
    if (frozen !== undefined) this.#freeze(frozen);
  }

  /** Nothing can be signed any more, so nothing that could be is kept. */
  #freeze(frozen: Frozen): void {
    this.#requests.forgetSigning();
    if (!this.over) this.#known = { ...nothing, record: this.#known.record, profile: this.profile, frozen };
  }
}
