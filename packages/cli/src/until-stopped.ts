/** Runs until Ctrl-C or SIGTERM, and ends cleanly; a second signal doesn't wait. */
export async function untilStopped(close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  process.once("SIGINT", () => process.exit(130));
  await close();
}
