/**
 * Signs that this phone had the app in use before, where all that the app itself stored is gone: a browser that clears an origin leaves
 * an app on its home screen, and what its user has allowed it. They prove nothing: a new phone has an app on its home screen too, and
 * one that was deactivated has allowed notifications.
 */
export interface Signs {
  /** Whether the app was begun from the home screen: the welcome leads there first. */
  isInstalled: boolean;
  /** Asked for in a session alone. Undefined where there are none. */
  notifications: NotificationPermission | undefined;
}

export function mayHaveBeenUsed({ isInstalled, notifications }: Signs): boolean {
  return isInstalled || notifications === "granted";
}
