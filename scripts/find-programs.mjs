/**
 * Finds the programs that the tests and the walkthrough stand on: a Chromium, and PostgreSQL's own.
 * Plain JavaScript: scripts/prepare.mjs asks before anything is installed.
 */
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const chromiumNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const chromiumPlaces = [
  ...["/usr/bin", "/usr/local/bin", "/snap/bin"].flatMap((place) =>
    chromiumNames.map((name) => join(place, name)),
  ),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser's path: the one that MTOKEN_CHROMIUM names, else one of the system, else Playwright's own. */
export function findChromium() {
  const named = process.env["MTOKEN_CHROMIUM"];
  if (named) return isProgram(named) ? named : undefined;
  return findOnPath(chromiumNames) ?? chromiumPlaces.find(isProgram) ?? findPlaywrightChromium();
}

/** The folder that holds initdb and postgres: the newest that Debian has, else the one on PATH. */
export function findPostgres() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, "bin")), ...pathFolders()].find(
    (place) => isProgram(join(place, "initdb")) && isProgram(join(place, "postgres")),
  );
}

function findPlaywrightChromium() {
  try {
    const path = createRequire(import.meta.url)("playwright-core").chromium.executablePath();
    return isProgram(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function findOnPath(names) {
  return pathFolders()
    .flatMap((place) => names.map((name) => join(place, name)))
    .find(isProgram);
}

function pathFolders() {
  return (process.env["PATH"] ?? "").split(delimiter).filter((place) => place !== "");
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
