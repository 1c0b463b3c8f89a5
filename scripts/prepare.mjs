/**
 * Brings a checkout to the state a command needs, and is done at once when nothing is missing.
 * Plain JavaScript without dependencies: it runs before anything is installed, on any Node from 20 on.
 *
 *     node scripts/prepare.mjs            packages, and the built pages   (before: start)
 *     node scripts/prepare.mjs install    packages alone                  (before: check, format)
 *     node scripts/prepare.mjs build      packages, and every page built anew
 *     node scripts/prepare.mjs test       packages, pages, a Chromium, and a PostgreSQL if one can be had
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const pinnedNode = join(modules, ".bin", process.platform === "win32" ? "node.cmd" : "node");

const chromiumNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const chromiumPlaces = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/opt/google/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS",
  "/Applications/Chromium.app/Contents/MacOS",
];

main(process.argv[2] ?? "start");

function main(goal) {
  if (!["start", "install", "build", "test"].includes(goal))
    stop(`There is nothing called "${goal}" to prepare.`);
  installPackages();
  if (goal === "install") return;
  buildPages({ anew: goal === "build" });
  if (goal !== "test") return;
  provideChromium();
  providePostgres();
}

// Packages

function installPackages() {
  const stamp = join(modules, ".mtoken-installed");
  const wanted = digestFiles([
    join(root, "package-lock.json"),
    ...workspaces().map((folder) => join(folder, "package.json")),
  ]);
  if (read(stamp) === wanted && existsSync(pinnedNode)) return;

  say("Installing packages (once)…");
  const npm = npmCommand();
  // EBADENGINE is expected: npm runs on the Node of the machine, what it installs runs on the pinned one.
  const installed = run(npm.command, [...npm.arguments, "ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (!installed) stop("npm could not install the packages; its own words are above.");
  // A user's ignore-scripts also stops the one install script that is needed: the one that places the pinned Node.
  if (!existsSync(pinnedNode) || !run(pinnedNode, ["--version"], { quiet: true })) {
    stop("The pinned Node was not placed: run `npm rebuild node --ignore-scripts=false`, then try again.");
  }
  writeFileSync(stamp, wanted);
}

/** npm as npm itself started us, so that both are the same; without it, the one on PATH. */
function npmCommand() {
  const path = process.env["npm_execpath"];
  if (path?.endsWith(".js")) return { command: process.execPath, arguments: [path] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", arguments: [] };
}

function workspaces() {
  const nested = ["packages", "apps"].flatMap((group) => folders(join(root, group)));
  return [root, ...nested, join(root, "tests"), join(root, "bench")].filter((folder) =>
    existsSync(join(folder, "package.json")),
  );
}

// Pages

function buildPages({ anew }) {
  const shared = [
    join(root, "package-lock.json"),
    join(root, "tsconfig.base.json"),
    ...["protocol", "device", "look"].flatMap((name) => sources(join(root, "packages", name))),
  ];
  for (const app of folders(join(root, "apps"))) {
    if (!existsSync(join(app, "vite.config.ts"))) continue;
    const stamp = join(modules, ".cache", "mtoken-pages", relative(join(root, "apps"), app));
    const wanted = digestFiles([...shared, ...sources(app)]);
    if (!anew && read(stamp) === wanted && existsSync(join(app, "dist"))) continue;

    say(`Building ${relative(root, app)}…`);
    const vite = join(modules, "vite", "bin", "vite.js");
    if (!run(pinnedNode, [vite, "build", "--logLevel", "warn"], { cwd: app }))
      stop(`${relative(root, app)} could not be built.`);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        !["node_modules", "dist", "coverage"].includes(entry.name) && !/\.test\.tsx?$/.test(entry.name),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sources(path) : [path];
    });
}

// What the tests stand on

function provideChromium() {
  if (findChromium()) return;
  say("The tests need a browser, and no Chromium was found: installing one…");
  if (installDebianPackage("chromium") && findChromium()) return;
  run(pinnedNode, [join(modules, "playwright-core", "cli.js"), "install", "chromium"]);
  if (findChromium()) return;
  stop(
    "No Chromium could be installed: install Chromium or Chrome, or name one in MTOKEN_CHROMIUM, and try again.",
  );
}

function findChromium() {
  const named = process.env["MTOKEN_CHROMIUM"];
  if (named) {
    if (isProgram(named)) return named;
    stop(`MTOKEN_CHROMIUM names ${named}, which is no program.`);
  }
  const onPath = (process.env["PATH"] ?? "").split(delimiter);
  for (const place of [...onPath, ...chromiumPlaces]) {
    for (const name of [...chromiumNames, "Google Chrome", "Chromium"]) {
      if (place && isProgram(join(place, name))) return join(place, name);
    }
  }
  return findPlaywrightChromium();
}

function findPlaywrightChromium() {
  const found = spawnSync(
    pinnedNode,
    ["-e", "import('playwright-core').then((it) => process.stdout.write(it.chromium.executablePath()))"],
    {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, HOME: homedir() },
    },
  );
  return found.stdout && isProgram(found.stdout) ? found.stdout : undefined;
}

function providePostgres() {
  if (findPostgres()) return;
  say("No PostgreSQL was found for the tests that need a real one: installing it…");
  if (installDebianPackage("postgresql") && findPostgres()) return;
  say("ATTENTION: no PostgreSQL could be installed. THE TESTS THAT NEED POSTGRESQL WILL BE SKIPPED.");
  say("Put PostgreSQL 15 or newer (initdb, postgres) on PATH to run them.");
}

function findPostgres() {
  const debian = folders("/usr/lib/postgresql").map((folder) => join(folder, "bin"));
  return [...(process.env["PATH"] ?? "").split(delimiter), ...debian].find(
    (place) => place && isProgram(join(place, "initdb")) && isProgram(join(place, "postgres")),
  );
}

/** True when apt-get ran and succeeded; false where there is none, or this user may not use it. */
function installDebianPackage(name) {
  if (!run("apt-get", ["--version"], { quiet: true })) return false;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !run("sudo", ["-n", "true"], { quiet: true })) return false;

  if (name === "postgresql") keepClusterFromStarting({ isRoot });
  const apt = (...words) => {
    const command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", ...words];
    return isRoot ? run(command[0], command.slice(1)) : run("sudo", ["-n", ...command]);
  };
  apt("update");
  return apt("install", "-y", "--no-install-recommends", name);
}

/** Debian's package makes and starts a cluster of its own, which the tests don't use. Someone's own setting stays. */
function keepClusterFromStarting({ isRoot }) {
  const settings = "/etc/postgresql-common/createcluster.conf";
  if (!isRoot || existsSync(settings)) return;
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, "create_main_cluster = false\n");
}

// Means

/** Runs a program with its output on our standard error, and tells whether it ended well. */
function run(command, words, { cwd = root, quiet = false } = {}) {
  const stdio = quiet ? "ignore" : ["ignore", 2, 2];
  return spawnSync(command, words, { cwd, stdio, shell: command.endsWith(".cmd") }).status === 0;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function folders(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => join(path, entry.name));
}

function digestFiles(paths) {
  const digest = createHash("sha256");
  for (const path of paths)
    digest
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update("\0");
  return digest.digest("hex");
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(line) {
  say(line);
  process.exit(1);
}
