/**
 * Does the work that the reducer asks for, by the device, and sends what comes of it as events. Nothing is decided
 * here; an error becomes a problem that a screen can say.
 */
import type { ActivationProgress, Device, DeviceState, MpinPolicy, Session } from "@mtoken/device";
import { DeviceError, widestMpinPolicy } from "@mtoken/device";
import { parseQrText, triesAllowed } from "@mtoken/protocol";
import type { AppEvent, Entry, Found } from "../state/app-event.ts";
import type { Account, LockReason } from "../state/app-state.ts";
import type { Effect } from "../state/effect.ts";
import { appVersion } from "../update/app-version.ts";
import { hasReplaced } from "../update/reload-guard.ts";
import { missingAbility } from "./abilities.ts";
import { isMarkedActivated, markActivated, unmarkActivated } from "./activated-marker.ts";
import type { Connection } from "./connection.ts";
import { endPush } from "./end-push.ts";
import { foundIn } from "./found.ts";
import { isInstalled, keepStorage } from "./keep-storage.ts";
import { lookAtPush } from "./look-at-push.ts";
import { MpinChange } from "./mpin-change.ts";
import { eraseVault, openPhone } from "./open-phone.ts";
import { passkeyStanding, runPasskeyEffect } from "./passkey-effects.ts";
import { runSessionEffect } from "./session-effects.ts";
import type { Store } from "./store.ts";
import { tell } from "./tell.ts";
import type { Turn } from "./turn.ts";
import { waitForTurn } from "./wait-for-turn.ts";
import { watchDevice } from "./watch.ts";

type EffectOf<T extends Effect["type"]> = Extract<Effect, { type: T }>;

/** What the first screen hands over to the one that does all the work from then on. */
export interface Begun {
  /** What the app was opened with, where that was not told yet. It counts once. */
  entry: Entry;
  turn: Turn;
  connection: Connection;
}

export class Runner {
  #entry: Entry;
  #device: Device | undefined;
  /** Why there is none. */
  #failure: unknown;
  #opening: Promise<void> | undefined;
  /** The last session, to tell why it ended. */
  #last: Session | undefined;
  #signedOut = false;
  /** Asked for while the mPIN is typed, and again the next time: a screen lock may be set up meanwhile. */
  #passkeysAvailable: Promise<boolean> | undefined;
  readonly #mpinChange = new MpinChange();
  readonly #turn: Turn;
  readonly #connection: Connection;

  constructor({ entry, turn, connection }: Begun) {
    this.#entry = entry;
    this.#turn = turn;
    this.#connection = connection;
  }

  /** Opens the phone behind a first screen that is there. What stands against it is told when it is needed. */
  open(store: Store): Promise<void> {
    this.#opening ??= this.#openOnce(store).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #openOnce(store: Store): Promise<void> {
    try {
      this.#device ??= await this.#open(store);
    } catch (error) {
      this.#failure = error;
    }
  }

  async run(effect: Exclude<Effect, { type: "renew-app" }>, store: Store): Promise<void> {
    switch (effect.type) {
      case "start":
        return this.#start(store);
      case "take-over":
        return tell(
          store,
          async () => {
            await this.#turn.take();
            return { type: "turn-taken" };
          },
          (problem) => ({ type: "start-failed", problem }),
        );
      case "forget":
        return this.#forget(store);
      case "open-invitation":
        return this.#openInvitation(effect, store);
      case "activate":
      case "resume-activation":
        return this.#activate(effect, store);
      case "prepare-unlock":
        return this.#prepareUnlock();
      case "unlock":
        return this.#unlock(store, (device) => device.unlock(effect.mpin), effect.mpin);
      case "unlock-by-passkey":
        return this.#unlock(store, (device) => device.unlockWithPasskey());
      case "prepare-passkey":
      case "enrol-passkey":
      case "remove-passkey":
        return runPasskeyEffect(effect, { session: () => this.#session, store });
      case "change-mpin":
        return tell(store, () => this.#mpinChange.change(this.#opened, effect));
      case "ask-mpin-in-force":
        return tell(store, () => this.#mpinChange.ask(this.#opened));
      case "check-approval":
        return this.#checkApproval(store);
      case "read-fingerprint":
        return tell(store, async () => {
          return { type: "fingerprint-read", fingerprint: await this.#opened.fingerprint() };
        });
      case "sign-out":
        return this.#signOut();
      case "lead-back":
        return location.assign(effect.to);
      default:
        return runSessionEffect(effect, { session: () => this.#session, store });
    }
  }

  get #opened(): Device {
    if (this.#device === undefined) throw this.#failure ?? new TypeError("Runner: the phone was not opened");
    return this.#device;
  }

  get #session(): Session {
    const { session } = this.#opened;
    if (session === undefined) throw new DeviceError("session_ended");
    return session;
  }

  #reasonToLock(): LockReason {
    if (this.#signedOut) return "signed-out";
    return this.#last?.idle === true ? "idle" : "ended";
  }

  async #start(store: Store): Promise<void> {
    const missing = missingAbility();
    if (missing !== undefined) return store.send({ type: "cannot-run", missing });
    return tell(
      store,
      async () => {
        await waitForTurn(this.#turn, store);
        this.#device ??= await this.#open(store);
        const found = this.#found();
        const entry = this.#entry;
        this.#entry = { kind: "none" };
        return { type: "found", found, entry, renewed: hasReplaced(appVersion()) };
      },
      (problem) => ({ type: "start-failed", problem }),
    );
  }

  /** A phone that holds nothing, and once did, has lost it. */
  #found(): Found {
    const found = foundIn(this.#opened);
    return found.kind === "empty" && isMarkedActivated() ? { kind: "lost" } : found;
  }

  async #open(store: Store): Promise<Device> {
    const device = await openPhone(this.#connection);
    watchDevice(device, store, () => this.#reasonToLock());
    device.subscribe(({ kind }) => this.#askAfterEnd(kind));
    return device;
  }

  /** The server ends a session too as it withdraws this version of the app, and its configuration says so. */
  #askAfterEnd(kind: DeviceState["kind"]): void {
    if (kind !== "locked" || this.#last === undefined || this.#reasonToLock() !== "ended") return;
    void this.#connection.check();
  }

  #forget(store: Store): Promise<void> {
    return tell(
      store,
      async () => {
        unmarkActivated();
        void endPush();
        // A vault that can't even be opened can still be erased.
        if (this.#device === undefined) await eraseVault();
        await this.#device?.forget();
        this.#device ??= await this.#open(store);
        return { type: "found", found: { kind: "empty" }, entry: { kind: "none" } };
      },
      (problem) => ({ type: "start-failed", problem }),
    );
  }

  #openInvitation({ text }: EffectOf<"open-invitation">, store: Store): Promise<void> {
    return tell(
      store,
      async () => {
        // The commonest mistake: the code for signing in, before the phone is activated.
        if (parseQrText(text) !== undefined) throw new DeviceError("not_activated");
        const link = this.#opened.readLink(text);
        const { mpin, exp } = await this.#opened.begin(link);
        return { type: "invitation-opened", invitation: { link, mpin, expiresAt: exp } };
      },
      (problem) => ({ type: "invitation-refused", problem }),
    );
  }

  #activate(effect: EffectOf<"activate" | "resume-activation">, store: Store): Promise<void> {
    const onProgress = (step: ActivationProgress): void => store.send({ type: "activation-moved", step });
    return tell(
      store,
      async () => {
        const { fingerprint } = await this.#activated(effect, onProgress);
        markActivated();
        // Of a device whose end nobody here has seen, as where a browser has cleared its vault alone.
        void endPush();
        keepStorage().catch(() => false);
        // It may have been approved since it was certified.
        if (this.#opened.state.kind === "awaiting-approval") return { type: "approval-awaited", fingerprint };
        const account = await this.#begun(this.#opened.session, store);
        return { type: "activated", fingerprint, mpin: this.#policy, account };
      },
      (problem) => ({ type: "activation-failed", problem, found: foundIn(this.#opened) }),
    );
  }

  #activated(
    effect: EffectOf<"activate" | "resume-activation">,
    onProgress: (step: ActivationProgress) => void,
  ) {
    const { mpin } = effect;
    if (effect.type === "resume-activation") return this.#opened.resume({ mpin, onProgress });
    return this.#opened.activate({ link: effect.invitation.link, code: effect.code, mpin, onProgress });
  }

  /** What stands against it is told by the unlocking itself. */
  async #prepareUnlock(): Promise<void> {
    const device = this.#device;
    if (device === undefined) return;
    // The browser takes its time to answer, and the home screen's settings want it.
    if (!device.hasPasskey) this.#passkeysAvailable ??= device.passkeysAvailable().catch(() => false);
    await device.prepareUnlock().catch(() => undefined);
  }

  #unlock(store: Store, unlock: (device: Device) => Promise<Session>, typed?: string): Promise<void> {
    return tell(
      store,
      async () => {
        const news = await this.#mpinChange.news(this.#opened);
        if (news !== undefined) return news;
        const account = await this.#begun(await unlock(this.#opened), store, typed);
        markActivated();
        if (isInstalled()) keepStorage().catch(() => false);
        return account === null ? this.#approvalAwaited() : { type: "unlocked", account };
      },
      (problem) => ({ type: "unlock-failed", problem }),
    );
  }

  /** What a session that was just opened shows; null while an administrator has to approve the device. */
  async #begun(session: Session | undefined, store: Store, typed?: string): Promise<Account | null> {
    this.#last = session;
    this.#signedOut = false;
    if (session?.profile === undefined || session.standing === "awaiting-approval") return null;
    const { device, profile, features, requests, unread, wrongTriesBefore } = session;
    // Once the screen is there: it shows nothing of it before the server has answered.
    setTimeout(() => void lookAtPush(session, store));
    const triesLeft = this.#opened.triesLeft ?? triesAllowed;
    const tries = { wrongTriesBefore, triesLeft };
    const { frozen = null } = session;
    const asked = this.#passkeysAvailable;
    this.#passkeysAvailable = undefined;
    const passkey = await passkeyStanding(this.#opened, session, asked);
    const newMpin = session.policy?.mpin ?? this.#policy;
    const mpins = { mpin: this.#policy, newMpin, mpinOutlived: typed !== undefined && !fits(typed, newMpin) };
    const waiting = { features, requests, unread, enrolment: null };
    return { profile, device, ...waiting, push: "none", ...tries, ...mpins, passkey, frozen };
  }

  get #policy(): MpinPolicy {
    return this.#opened.mpinPolicy ?? widestMpinPolicy;
  }

  async #approvalAwaited(): Promise<AppEvent> {
    return { type: "approval-awaited", fingerprint: await this.#opened.fingerprint() };
  }

  /** With a session the server is asked; without one it takes the mPIN first. */
  #checkApproval(store: Store): Promise<void> {
    return tell(
      store,
      async () => {
        const { session } = this.#opened;
        await session?.status();
        const found = foundIn(this.#opened);
        if (session !== undefined || found.kind !== "locked") return this.#approvalAwaited();
        const { mpin, triesLeft, passkey } = found;
        return { type: "locked", reason: null, mpin, triesLeft, passkey };
      },
      (problem) => ({ type: "unlock-failed", problem }),
    );
  }

  async #signOut(): Promise<void> {
    this.#signedOut = true;
    await this.#opened.session?.end();
  }
}

function fits({ length }: string, { min, max }: MpinPolicy): boolean {
  return length >= min && length <= max;
}
