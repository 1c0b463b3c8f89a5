/**
 * The device: everything that a phone does but draw. A page or a command line holds one, shows its state, and calls
 * what the user asked for.
 */
import type { ActivationLink, Offer } from "@mtoken/protocol";
import { fingerprintOf, fromB64 } from "@mtoken/protocol";
import type { ActivateOptions, ResumeOptions } from "./activation.ts";
import { activate, resumeActivation } from "./activation.ts";
import type { CertifiedDevice } from "./certification.ts";
import type { ChangeMpinOptions } from "./change-mpin.ts";
import { changeMpin, mpinInForce } from "./change-mpin.ts";
import type { DeviceContext } from "./device-context.ts";
import { deviceContext } from "./device-context.ts";
import { unwrapSigningKey } from "./device-keys.ts";
import type { DeviceState } from "./device-state.ts";
import { stateOf } from "./device-state.ts";
import { DeviceError, isDeviceError } from "./errors.ts";
import { openHands, shakeHands, shakeOpenedHands, stretchForOpened } from "./handshake.ts";
import type { MpinPolicy, MpinProblem } from "./mpin-rules.ts";
import { checkMpin, widestMpinPolicy } from "./mpin-rules.ts";
import { fetchOffer, readLink } from "./offer.ts";
import type { Aim, Opening } from "./open-handshake.ts";
import { provePasskey, settlePasskey } from "./passkeys.ts";
import type { Ports } from "./ports.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import { Session } from "./session.ts";
import type { LivingRecord } from "./vault.ts";
import { activated } from "./vault.ts";
import type { ActivatedRecord, TrustedServer, VaultRecord } from "./vault-record.ts";

const aimOfUnlocking: Aim = { purpose: "session" };

/**
 * One phone, or what stands for one.
 *
 * @example
 * const device = await Device.open({ storage: indexedDbVault(), transport: fetchTransport({ origin }), clock: Date, app, pins, stretch });
 * device.subscribe(render);
 * const session = await device.unlock(mpin);
 * const opened = await session.claim({ qr: scanned });
 * await session.approve(opened);
 */
export class Device {
  readonly #context: DeviceContext;
  readonly #listeners = new Set<(state: DeviceState) => void>();
  #record: VaultRecord | undefined;
  #state: DeviceState = { kind: "empty" };
  #session: Session | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(context: DeviceContext) {
    this.#context = context;
  }

  /**
   * Opens the device that the storage holds, or an empty one.
   *
   * @throws {DeviceError} `storage_failed`, `vault_damaged`; `wrong_server` when the vault belongs to another origin.
   */
  static async open(ports: Ports): Promise<Device> {
    const device = new Device(deviceContext(ports));
    await device.#restore();
    return device;
  }

  /** How the device stands; a new value at each change. */
  get state(): DeviceState {
    return this.#state;
  }

  /** What the user may do now; undefined while the phone is locked. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** How long the mPIN of this device may be, by what the company asked when it was chosen; undefined where there is none. */
  get mpinPolicy(): MpinPolicy | undefined {
    return livingOrNone(this.#record)?.mpin;
  }

  /**
   * How many wrong mPINs the device still bears, as the server last signed it: below five it deserves a warning, and
   * one is the last. Undefined where there is no device.
   */
  get triesLeft(): number | undefined {
    return livingOrNone(this.#record)?.keys.triesLeft;
  }

  /**
   * Whether nobody here knows which mPIN counts: a change was under way and its answer was lost. To be settled by
   * {@link Device.mpinInForce} before the user is asked for one, since the other would cost a try.
   */
  get mpinInDoubt(): boolean {
    return livingOrNone(this.#record)?.keys.next !== undefined;
  }

  /**
   * Whether a passkey may open this device in the mPIN's place: one is enrolled, as far as the phone knows, and the phone has
   * what uses it.
   */
  get hasPasskey(): boolean {
    const { passkey, nextPasskey } = livingOrNone(this.#record)?.keys ?? {};
    return this.#context.ports.passkeys !== undefined && (passkey ?? nextPasskey) !== undefined;
  }

  /** Whether this phone has what a passkey takes; what its maker doesn't tell shows when one is made. */
  async passkeysAvailable(): Promise<boolean> {
    return (await this.#context.ports.passkeys?.available()) ?? false;
  }

  /** Calls the listener at each change of state, until the returned function is called. */
  subscribe(listener: (state: DeviceState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads an activation link; see {@link readLink}. */
  readLink(text: string): ActivationLink {
    return readLink(this.#context, text);
  }

  /**
   * Looks where a link leads, before the user types anything: the offer says how long an mPIN may be, and until when
   * the activation is open. Changes nothing.
   */
  async begin(link: ActivationLink): Promise<Offer> {
    return (await fetchOffer(this.#context, link)).offer;
  }

  /**
   * What is wrong with an mPIN that the user chose, or undefined when it may be used. The policy is the offer's; by
   * default this device's own.
   */
  checkMpin(mpin: string, policy: MpinPolicy | undefined = this.mpinPolicy): MpinProblem | undefined {
    return checkMpin(mpin, policy ?? widestMpinPolicy);
  }

  /**
   * Activates this phone; see {@link activate}. A session is open afterwards, unless the server can't be reached any more by
   * then.
   */
  activate(options: ActivateOptions): Promise<CertifiedDevice> {
    return this.#inTurn(async () => this.#welcome(await activate(this.#context, options), options));
  }

  /** Goes on with an activation whose state `needs` the mPIN alone; see {@link resumeActivation}. */
  resume(options: ResumeOptions): Promise<CertifiedDevice> {
    return this.#inTurn(async () => this.#welcome(await resumeActivation(this.#context, options), options));
  }

  /**
   * Does beforehand what the next {@link Device.unlock} needs no mPIN for: to be called at each key of the mPIN, and of no effect where it was
   * done already; while a session is open, no more than the thread that stretches an mPIN ({@link Session.prepareSigning} does more). Costs no try. What stands against it is told by the unlocking, but for the device's end, which shows in its state.
   */
  prepareUnlock(): Promise<void> {
    const turn = this.#last.then(() => this.#prepareUnlock());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Proves the mPIN and opens a session. A session that was open ends.
   *
   * @throws {DeviceError} `wrong_mpin` with `triesLeft`; `blocked` or `deactivated`, with the keys erased; `offline`,
   *   which costs nothing; `not_activated`, `wrong_clock`, `untrusted_answer`, and the server's codes.
   */
  unlock(mpin: string): Promise<Session> {
    return this.#unlockInTurn(() => this.#unlock(mpin));
  }

  /**
   * The same by the passkey: the phone asks for fingerprint, face or screen lock. Takes nothing of the mPIN's tries, and gives none back;
   * wrong ones are told once ({@link Session.wrongTriesBefore}).
   *
   * @throws {DeviceError} `biometrics_cancelled`, which costs nothing; `wrong_biometrics` with `triesLeft`; `biometrics_removed`,
   *   `biometrics_refused`, `biometrics_unsupported`: the mPIN is what opens it; and as {@link Device.unlock}.
   */
  unlockWithPasskey(): Promise<Session> {
    return this.#unlockInTurn(() => this.#unlockBy((aim) => provePasskey(this.#context, aim)));
  }

  /**
   * Puts another mPIN in the place of this one; see {@link changeMpin}. A session that was open has ended afterwards: the
   * next unlocking takes the new one.
   */
  changeMpin(options: ChangeMpinOptions): Promise<void> {
    return this.#inTurn(async () => {
      await changeMpin(this.#context, { policy: this.#session?.policy?.mpin, ...options });
      await this.#session?.close();
    });
  }

  /** Which mPIN to ask the user for after a change whose answer was lost; see {@link mpinInForce}. */
  mpinInForce(): Promise<"before" | "chosen" | undefined> {
    return this.#inTurn(() => mpinInForce(this.#context));
  }

  /**
   * Ends the session if it was left without activity for as long as ends it. To be called every few seconds, and when the page
   * comes back to the front: no timer runs while a phone sleeps.
   *
   * @returns whether it ended one.
   */
  async lockIfIdle(): Promise<boolean> {
    this.#context.hands.forgetOld();
    if (this.#session?.idle !== true) return false;
    await this.#session.close();
    return true;
  }

  /** The certificate's fingerprint, for user and administrator to compare: 20 characters in groups of four. */
  async fingerprint(): Promise<string> {
    return fingerprintOf(activated(await this.#context.vault.read()).certificate);
  }

  /**
   * Erases everything on this phone, without asking the server; the server goes on counting the device until somebody
   * deactivates it there.
   */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      this.#context.hands.forget();
      await this.#context.vault.clear();
      await this.#session?.close();
    });
  }

  async #unlock(mpin: string): Promise<Session> {
    const opening = await this.#context.hands.take(aimOfUnlocking);
    if (opening === undefined) return this.#unlockAnew(mpin);
    const x = stretchForOpened(this.#context, opening, mpin);
    // Another window may have erased the device since, or activated another one: no try of one that is gone is charged.
    const { keys } = activated(await this.#context.vault.read());
    if (opening.keys.device !== keys.device) return this.#unlockAnew(mpin);
    return this.#unlockWith(shakeOpenedHands(this.#context, { opening, x }), this.#context.identity.save());
  }

  #unlockAnew(mpin: string): Promise<Session> {
    return this.#unlockBy((aim) => shakeHands(this.#context, { ...aim, mpin }));
  }

  async #prepareUnlock(): Promise<void> {
    const record = livingOrNone(this.#record);
    if (this.mpinInDoubt || record === undefined) return;
    this.#context.ports.prepareStretch?.(record.keys.argon2);
    // A handshake for a signature names what is signed: Session.prepareSigning opens it.
    if (this.#state.kind !== "locked") return;
    await this.#orItsEnd(() => this.#context.hands.openOnce(aimOfUnlocking, () => this.#openHands()));
  }

  /**
   * The server has ended the session, as it does with that of a device that others ended: it is asked once, by a message 1, whose refusal
   * is signed. What it answers else is of no more use.
   */
  #askWhyLost(): void {
    const turn = this.#last.then(() => this.#orItsEnd(() => this.#openHands()));
    this.#last = turn.catch(() => undefined);
  }

  async #openHands(): Promise<Opening> {
    await this.#context.identity.refreshWhenOld();
    return openHands(this.#context, aimOfUnlocking);
  }

  /** Does what nobody waits for: of all that may stand against it, only the device's end is told, by its state. */
  async #orItsEnd(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isDeviceError(error)) throw error;
      if (error.code === "blocked" || error.code === "deactivated") await this.#refresh();
    }
  }

  async #unlockBy(prove: (aim: Aim) => Promise<ProvenHandshake>): Promise<Session> {
    activated(await this.#context.vault.read());
    await this.#session?.close();
    await this.#context.identity.refreshWhenOld();
    return this.#unlockWith(prove(aimOfUnlocking));
  }

  /** Whom a message 2 that was verified before let the phone trust is found out while the mPIN is proven; else afterwards. */
  async #unlockWith(proving: Promise<ProvenHandshake>, trusted?: Promise<TrustedServer>): Promise<Session> {
    trusted?.catch(() => undefined);
    const proven = await proving;
    this.#session = await this.#openSession(proven, await (trusted ?? this.#context.identity.save()));
    return this.#session;
  }

  /**
   * The session of an activation knows no profile: a pending device is told none. So the user gets a new one; in it a device that
   * waits for an administrator can ask whether it still does.
   */
  async #welcome(certified: CertifiedDevice, { mpin }: ResumeOptions): Promise<CertifiedDevice> {
    await this.#unlock(mpin).catch((error: unknown) => {
      // The phone stays locked, or what it became; the activation itself is done.
      if (!isDeviceError(error)) throw error;
    });
    return certified;
  }

  async #restore(): Promise<void> {
    const record = await this.#context.vault.read();
    const { origin } = this.#context.connection;
    const home = record?.kind === "ended" ? record.origin : record?.server.origin;
    if (home !== undefined && home !== origin) throw new DeviceError("wrong_server");
    if (record !== undefined && record.kind !== "ended") this.#context.identity.restore(record.server);
    this.#record = record;
    this.#state = stateOf(record, undefined);
  }

  async #openSession(proven: ProvenHandshake, server: TrustedServer): Promise<Session> {
    const record = await this.#storeStanding(proven, server);
    this.#record = record;
    const session: Session = new Session({
      context: this.#context,
      proven,
      record,
      signingKey: await this.#unwrap(proven, record),
      onChange: () => this.#sessionChanged(session),
      onLost: () => this.#askWhyLost(),
    });
    return session;
  }

  /** What the handshake told: how the device stands, how many tries there are now, and which passkey counts. */
  async #storeStanding({ answer, factor }: ProvenHandshake, server: TrustedServer): Promise<ActivatedRecord> {
    const { status, biometrics } = answer;
    if (status === "pending") throw new DeviceError("untrusted_answer");
    return this.#context.vault.update((stored) => {
      const record = activated(stored);
      const keys = biometrics ? settlePasskey(record.keys, biometrics.salt) : record.keys;
      const triesLeft = factor === "mpin" ? answer.tries_left : (answer.mpin?.tries_left ?? keys.triesLeft);
      const isKnown = keys === record.keys && triesLeft === keys.triesLeft && status === record.status;
      if (isKnown && isSame(server, record.server)) return record;
      return { ...record, status, server, keys: { ...keys, triesLeft } };
    });
  }

  async #unwrap({ answer }: ProvenHandshake, { keys, signingKey, status }: ActivatedRecord) {
    if (status !== "active" || answer.frozen !== undefined) return undefined;
    if (answer.share === undefined) throw new DeviceError("untrusted_answer");
    return unwrapSigningKey({ keys, signingKey, share: fromB64(answer.share) });
  }

  async #sessionChanged(session: Session): Promise<void> {
    if (session.over && this.#session === session) this.#session = undefined;
    await this.#refresh();
  }

  /** One thing at a time, and the state is true again before its outcome is told. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work).finally(() => this.#refresh());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** The same for an unlocking, which has only just read what is stored: it is not read again. */
  #unlockInTurn(unlock: () => Promise<Session>): Promise<Session> {
    const turn = this.#last.then(async () => {
      try {
        const session = await unlock();
        this.#tell();
        return session;
      } catch (error) {
        await this.#refresh();
        throw error;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #refresh(): Promise<void> {
    this.#record = await this.#context.vault.read();
    this.#tell();
  }

  #tell(): void {
    this.#state = stateOf(this.#record, this.#session);
    for (const listener of this.#listeners) listener(this.#state);
  }
}

/** Nothing in it but what JSON has. */
function isSame(one: TrustedServer, other: TrustedServer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function livingOrNone(record: VaultRecord | undefined): LivingRecord | undefined {
  return record?.kind === "ended" ? undefined : record;
}
