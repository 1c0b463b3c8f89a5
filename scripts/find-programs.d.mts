/** The browser's path: the one that MTOKEN_CHROMIUM names, else one of the system, else Playwright's own. */
export function findChromium(): string | undefined;

/** The folder that holds initdb and postgres: the newest that Debian has, else the one on PATH. */
export function findPostgres(): string | undefined;
