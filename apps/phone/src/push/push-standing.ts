/** How this phone stands with notifications: what the user can be told of it, and offered. */

export type PushStanding =
  /** Nothing to say of it: not looked at yet, or this server sends none. */
  | "none"
  /** The user was not asked yet. */
  | "offered"
  | "on"
  | "off"
  /** The user, or the phone, has forbidden them; only its settings allow them again. */
  | "blocked"
  /** iOS has them for apps on the Home Screen alone. */
  | "install-first"
  | "unsupported"
  /** The browser's push service gave no subscription, or the server could not be told of it. */
  | "failed";

/** What the browser says of itself. */
export interface PushFacts {
  /** It has notifications, push messages and service workers. */
  isAble: boolean;
  /** iOS or iPadOS, in the browser and not from the Home Screen. */
  isUninstalledIos: boolean;
  permission: NotificationPermission;
  /** What the user chose in the app. */
  choice: "on" | "off" | undefined;
}

/** How it stands before the server or the push service is asked: `on` is what has to be seen to then. */
export function pushStanding({ isAble, isUninstalledIos, permission, choice }: PushFacts): PushStanding {
  if (!isAble) return isUninstalledIos ? "install-first" : "unsupported";
  if (permission === "denied") return "blocked";
  if (choice === undefined) return "offered";
  // Without the permission the choice can't be followed, and is the user's to make again.
  return choice === "on" && permission === "granted" ? "on" : "off";
}
