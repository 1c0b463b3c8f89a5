/** What the browser offers of installing the app, kept until the user wants it: it says so once, and early. */
import { isInstalled } from "../running/keep-storage.ts";
import { mayHaveBeenUsed } from "./used-before.ts";
import type { WayToInstall } from "./way-to-install.ts";
import { wayToInstall } from "./way-to-install.ts";

/** Chromium's event (W3C Manifest Incubations), which no library of types has. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

export class Installing {
  readonly #listeners = new Set<() => void>();
  #offer: InstallOffer | undefined;

  constructor() {
    addEventListener("beforeinstallprompt", (event) => {
      // The browser's own banner would come at any moment; ours stands where it belongs.
      event.preventDefault();
      this.#take(event as InstallOffer);
    });
    addEventListener("appinstalled", () => this.#take(undefined));
  }

  get way(): WayToInstall {
    const { userAgent, maxTouchPoints: touchPoints } = navigator;
    return wayToInstall({
      ...{ userAgent, touchPoints },
      isInstalled: isInstalled(),
      offers: "onbeforeinstallprompt" in globalThis,
      isOffered: this.#offer !== undefined,
    });
  }

  /** Whether the phone may have lost what it stored; see {@link mayHaveBeenUsed}. */
  get usedBefore(): boolean {
    const notifications = globalThis.Notification?.permission;
    return mayHaveBeenUsed({ isInstalled: isInstalled(), notifications });
  }

  /** Has the browser ask the user. An offer is good once. */
  async install(): Promise<void> {
    const offer = this.#offer;
    this.#take(undefined);
    await offer?.prompt();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(offer: InstallOffer | undefined): void {
    this.#offer = offer;
    for (const listener of this.#listeners) listener();
  }
}
