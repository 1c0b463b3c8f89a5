/**
 * Asks the browser not to clear what the app stored when it runs out of space. It is asked for once there is something to keep, and again
 * by an app on the home screen, which browsers grant it more readily; some of them put the question to the user.
 */
export async function keepStorage(): Promise<boolean> {
  const { storage } = navigator;
  if (storage?.persist === undefined) return false;
  return (await storage.persisted()) || storage.persist();
}

/** Whether the app was begun from the home screen, and not in a browser's window. */
export function isInstalled(): boolean {
  const { standalone } = navigator as { standalone?: boolean };
  return standalone === true || matchMedia("(display-mode: standalone)").matches;
}
