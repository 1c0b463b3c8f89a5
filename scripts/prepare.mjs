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
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { findChromium, findPostgres } from "./find-programs.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const pinnedNode = join(modules, ".bin", process.platform === "win32" ? "node.cmd" : "node");

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

  say("Installing packages…");
  const npm = npmCommand();
  // Into a folder in use only what changed goes: a running server or test keeps the ground it stands on.
  const words = existsSync(modules) ? ["install", "--no-save"] : ["ci"];
  // Errors alone, since EBADENGINE is expected: npm runs on the machine's Node, the packages on the pinned one.
  const installed = run(npm.command, [...npm.words, ...words, "--no-audit", "--no-fund", "--loglevel=error"]);
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
  if (path?.endsWith(".js")) return { command: process.execPath, words: [path] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", words: [] };
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
    ...["protocol", "device", "look", "language"].flatMap((name) => sources(join(root, "packages", name))),
  ];
  for (const app of folders(join(root, "apps"))) {
    if (!existsSync(join(app, "vite.config.ts"))) continue;
    const stamp = join(modules, ".cache", "mtoken-pages", relative(join(root, "apps"), app));
    const wanted = digestFiles([...shared, ...sources(app)]);
    if (!anew && read(stamp) === wanted && existsSync(join(app, "dist"))) continue;

    say(`Building ${relative(root, app)}…`);
    buildPage(app);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

/** Builds beside the pages that are there and swaps them at the end: a failed build takes nothing away. */
function buildPage(app) {
  const built = join(modules, ".cache", "mtoken-pages", `building-${process.pid}`);
  const vite = join(modules, "vite", "bin", "vite.js");
  const words = ["build", "--logLevel", "warn", "--outDir", built, "--emptyOutDir"];
  if (!run(pinnedNode, [vite, ...words], { cwd: app })) {
    rmSync(built, { recursive: true, force: true });
    stop(`${relative(root, app)} could not be built; the reason is above.`);
  }
  compressFiles(built);
  rmSync(join(app, "dist"), { recursive: true, force: true });
  renameSync(built, join(app, "dist"));
}

/** Lays a .br and a .gz beside each file that they make smaller: the server sends them as they are. */
function compressFiles(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|wasm|webmanifest)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    for (const [ending, made] of [
      ["br", brotliCompressSync(content, { params })],
      ["gz", gzipSync(content, { level: 9 })],
    ]) {
      if (made.length < content.length) writeFileSync(`${path}.${ending}`, made);
    }
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
  const named = process.env["MTOKEN_CHROMIUM"];
  if (named) stop(`MTOKEN_CHROMIUM names ${named}, which is no program.`);

  say("The tests need a browser, and no Chromium was found: installing one…");
  installDebianPackage("chromium");
  if (findChromium()) return;
  run(pinnedNode, [join(modules, "playwright-core", "cli.js"), "install", "chromium"]);
  if (findChromium()) return;
  stop(
    "No Chromium could be installed: install Chromium or Chrome, or name one in MTOKEN_CHROMIUM, and try again.",
  );
}

function providePostgres() {
  if (findPostgres()) return;
  say("No PostgreSQL was found for the tests that need a real one: installing it…");
  installDebianPackage("postgresql");
  if (findPostgres()) return;
  say("ATTENTION: no PostgreSQL could be installed. THE TESTS THAT NEED POSTGRESQL WILL BE SKIPPED.");
  say("Put PostgreSQL 15 or newer (initdb, postgres) on PATH to run them.");
}

/** Does nothing where there is no apt-get, or this user may not use it. */
function installDebianPackage(name) {
  if (!run("apt-get", ["--version"], { quiet: true })) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !run("sudo", ["-n", "true"], { quiet: true })) return;

  if (name === "postgresql" && isRoot) keepClusterFromStarting();
  const before = isRoot ? [] : ["sudo", "-n"];
  const apt = [...before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
  run(apt[0], [...apt.slice(1), "update"]);
  const keepSettings = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"];
  run(apt[0], [...apt.slice(1), "install", "-y", "--no-install-recommends", ...keepSettings, name]);
}

/** Debian's package makes and starts a cluster of its own, which the tests don't use. Someone's own setting stays. */
function keepClusterFromStarting() {
  const settings = "/etc/postgresql-common/createcluster.conf";
  if (existsSync(settings)) return;
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, "create_main_cluster = false\n");
}

// Means

/** Runs a program with its output on our standard error, and tells whether it ended well. */
function run(command, words, { cwd = root, quiet = false } = {}) {
  const stdio = quiet ? "ignore" : ["ignore", 2, 2];
  return spawnSync(command, words, { cwd, stdio, shell: command.endsWith(".cmd") }).status === 0;
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
